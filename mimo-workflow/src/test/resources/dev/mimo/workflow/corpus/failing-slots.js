export const meta = { name: 'failing-slots', description: 'A slot that fails is null, the others stand' }

const slots = await parallel([
  () => agent('zero'),
  () => { throw new Error('at once') },
  async () => { await agent('one'); throw new TypeError('later') },
  () => Promise.reject('not even an error'),
  () => undefined,
  () => 0,
  async () => '',
  () => agent('two', { schema: { type: 'object', properties: { ok: { type: 'boolean' } } } }),
  () => null.field,
])

return { slots, alive: slots.filter(Boolean).length, nulls: slots.filter(s => s === null).length, holes: slots.map(s => typeof s), empty: await parallel([]) }
