export const meta = {
  name: 'scout-and-fan',
  description: 'A scout says what there is, one agent takes each part, a last one puts it together',
  phases: [{ title: 'Scout' }, { title: 'Fan', detail: 'as many as the scout found' }, { title: 'Join' }],
}

const PARTS = {
  type: 'object',
  required: ['parts'],
  properties: { parts: { type: 'array', minItems: 3, maxItems: 6, items: { type: 'object', required: ['name', 'size'], properties: { name: { type: 'string' }, size: { type: 'integer', minimum: 10 } } } } },
}

phase('Scout')
let scouted = null
for (let attempt = 0; attempt < 3 && !scouted; attempt++) scouted = await agent('What parts are there?', { label: `scout ${attempt}`, schema: PARTS })
if (!scouted) return { error: 'the scout found nothing' }

phase('Fan')
const parts = scouted.parts.map((part, i) => ({ ...part, id: `${part.name}-${i}` }))
const results = await parallel(parts.map(part => () => agent(`Work on ${part.id} (${part.size} lines)`, { label: part.id })))
const ok = Object.fromEntries(parts.map((p, i) => [p.id, results[i]]).filter(([, r]) => r !== null))
const failed = parts.filter((_, i) => !results[i]).map(p => p.id)
if (failed.length) log(`failed: ${failed}`)

phase('Join')
const joined = await agent(`Join:\n${Object.entries(ok).map(([k, v]) => `${k}: ${v}`).join('\n')}`)
return { lines: parts.reduce((sum, p) => sum + p.size, 0), ok, failed, joined: joined ?? 'not joined' }
