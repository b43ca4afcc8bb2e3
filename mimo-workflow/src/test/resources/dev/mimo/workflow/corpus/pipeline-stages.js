export const meta = { name: 'pipeline-stages', description: 'What stages get, and where items stop' }

const seen = []
const results = await pipeline(
  ['alpha', 'beta', 'gamma', 'delta', 'epsilon'],
  (prev, item, index) => {
    seen.push([prev === item, item, index])
    if (item === 'beta') return null            // stops here
    if (item === 'gamma') return undefined      // goes on
    if (item === 'delta') throw new Error('delta is bad')
    return agent(`first look at ${item}`, { label: `first:${item}` })
  },
  (prev, item, index) => `${index}:${item}:${prev === undefined ? 'nothing' : prev}`,
  async prev => (await agent(`second look: ${prev}`)) ?? 'no second look',
)

return { seen, results, empty: await pipeline([], x => x), bare: await pipeline([1, 2]) }
