export const meta = { name: 'nested-by-name', description: 'Runs saved workflows by their names' }

const reviews = await pipeline(
  ['args-forms', 'review-fanout'],
  name => workflow(name, { topic: name, depth: 2 }),
  (result, name) => ({ name, keys: Object.keys(result).length }),
)
const byObject = await workflow({ name: 'args-forms' }, 'words')

let cycle
try {
  await workflow('nested-by-name')
} catch (e) {
  cycle = e.name
}
return { reviews, from: byObject.from, cycle }
