export const meta = {
  name: 'shared-dedup',
  description: 'Finds sources from several angles and reads each only once',
  phases: [{ title: 'Search' }, { title: 'Read' }, { title: 'Write' }],
}

const ANGLES = ['history', 'numbers', 'critics']
const SOURCES = {
  type: 'object',
  properties: { urls: { type: 'array', items: { type: 'string', enum: ['https://example.com/shared', 'https://example.com/other'] }, minItems: 1, maxItems: 2 } },
  required: ['urls'],
}

const seen = new Map()
const dropped = []
let budgetLeft = 4

const perAngle = await pipeline(
  ANGLES,
  angle => agent(`Search: ${angle}`, { label: `search:${angle}`, phase: 'Search', schema: SOURCES }),
  ({ urls }, angle) => {
    const fresh = urls.filter(url => {
      if (seen.has(url)) { dropped.push(`${angle} again: ${seen.get(url)}`); return false }
      if (budgetLeft <= 0) return false
      seen.set(url, angle)
      budgetLeft--
      return true
    })
    return parallel(fresh.map(url => () => agent(`Read ${url}`, { label: 'read', phase: 'Read' }).then(text => ({ url, text }))))
  },
)

const read = perAngle.flatMap(x => x ?? []).filter(Boolean)
phase('Write')
const report = await agent(`Report on ${read.length} sources`, { phase: 'Write' })
return { read, dropped, angles: perAngle.map(x => x?.length ?? -1), report, budgetLeft }
