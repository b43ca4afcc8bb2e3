export const meta = { name: 'over-cap', description: 'Calls more agents than it may' }

const slots = await parallel([0, 1, 2, 3, 4].map(n => () => agent(`Agent ${n}`)))
const refused = []
for (const call of [() => agent('one more'), () => parallel([() => 1]), () => pipeline([1], x => x)]) {
  try {
    await call()
    refused.push('done')
  } catch (e) {
    refused.push(e instanceof Error)
  }
}
return { slots, refused }
