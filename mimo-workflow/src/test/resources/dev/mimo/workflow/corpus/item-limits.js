export const meta = { name: 'item-limits', description: 'As many items as one call takes' }

const many = await parallel(Array.from({ length: 4096 }, (_, i) => () => i))
const through = await pipeline(Array.from({ length: 4096 }, (_, i) => i), n => n + 1, async n => n * 2)

let refused = 0
for (const call of [() => parallel(Array(4097).fill(() => 1)), () => pipeline(Array(4097).fill(1), n => n), () => dag(Array.from({ length: 4097 }, (_, i) => ({ id: `n${i}` })), () => 1)]) {
  try {
    await call()
  } catch (e) {
    if (/4096/.test(e.message)) refused++
  }
}
const chunks = []
for (let i = 0; i < many.length; i += 1024) chunks.push(many.slice(i, i + 1024))
const notes = await parallel(chunks.map((chunk, i) => () => agent(`Chunk ${i} of ${chunk.length}`)))

return { sum: many.reduce((a, b) => a + b, 0), last: through.at(-1), refused, notes: notes.filter(Boolean).length }
