export const meta = { name: 'nested-inline', description: 'Runs scripts of its own making' }

const child = `export const meta = { name: 'child', description: 'a child' }
phase('is not shown')
const words = await agent('say something about ' + args.topic)
return { topic: args.topic, words, own: typeof hidden }`
const hidden = 'the child does not see this'

phase('Children')
const one = await workflow(child, { topic: 'one' })
const [two, three] = await parallel(['two', 'three'].map(topic => () => workflow({ script: child }, { topic })))
const noArgs = await workflow("export const meta = { name: 'bare', description: 'd' }\nreturn typeof args")

let fault
try {
  await workflow("export const meta = { name: 'bad', description: 'd' }\n\nthrow new Error('child broke')")
} catch (e) {
  fault = e instanceof Error && e.message.includes('child broke')
}
const lost = await parallel([() => workflow("export const meta = { name: 'bad', description: 'd' }\nreturn null.x")])
return { one, two, three, noArgs, fault, lost }
