export const meta = { name: 'timers', description: 'Waits, gives up waiting, and takes back' }

const sleep = (ms, value) => new Promise(resolve => setTimeout(resolve, ms, value))
const order = []
const kept = setTimeout(() => order.push('never'), 5)
clearTimeout(kept)
clearTimeout(kept)
clearTimeout(undefined)
clearTimeout(12345)

order.push(await sleep(2, 'slept'))
setTimeout(() => order.push('in the background'), 0)
await sleep(20)
order.push('after')

function withTimeout(promise, ms, fallback) {
  let timer
  const late = new Promise(resolve => { timer = setTimeout(() => resolve(fallback), ms) })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
const answer = await withTimeout(agent('quick'), 60_000, 'too late')
const never = await withTimeout(new Promise(() => {}), 1, 'gave up')

async function withBackoff(ask, tries) {
  for (let attempt = 0; attempt < tries; attempt++) {
    const result = await ask(attempt)
    if (result !== null) return { result, attempt }
    await sleep(2 ** attempt)
  }
  return null
}
const second = await withBackoff(n => agent(`try ${n}`), 3)
const third = await withBackoff(n => agent(`again ${n}`), 3)
setTimeout(() => log('the run does not wait for this'), 3_600_000)

return { order, answer, never, second, third }
