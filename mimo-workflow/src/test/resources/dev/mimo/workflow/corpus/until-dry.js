export const meta = {
  name: 'until-dry',
  description: 'Keeps looking until two rounds in a row bring nothing new',
  phases: [{ title: 'Hunt', detail: 'until it is dry' }, { title: 'Judge' }],
}

const BUG = { type: 'object', properties: { file: { type: 'string', enum: ['a.js', 'b.js'] }, kind: { type: 'string' } }, required: ['file', 'kind'] }
const HUNT = { type: 'object', properties: { bugs: { type: 'array', items: BUG } }, required: ['bugs'] }
const JUDGE = { type: 'object', properties: { real: { type: 'boolean' }, confidence: { type: 'number', minimum: 0.5, maximum: 1 } }, required: ['real'] }
const key = b => `${b.file}:${b.kind.replace(/\d+/g, '#')}`
const seen = new Set()
const confirmed = []
let dry = 0, round = 0

while (dry < 2 && round < 10) {
  round += 1
  const lists = await parallel(['tests', 'types'].map(lens => () =>
    agent(`Hunt with ${lens}, round ${round}`, { label: `${lens} ${round}`, phase: 'Hunt', schema: HUNT })))
  const fresh = lists.filter(Boolean).flatMap(l => l.bugs).filter(b => !seen.has(key(b)) && seen.add(key(b)))
  if (!fresh.length) { dry++; continue }
  dry = 0
  const judged = await parallel(fresh.map(b => () =>
    agent(`Is it real? ${key(b)}`, { phase: 'Judge', schema: JUDGE, effort: 'high' }).then(v => ({ ...b, verdict: v }))))
  confirmed.push(...judged.filter(Boolean).filter(b => b.verdict?.real && b.verdict.confidence >= 0.5))
}

return { round, seen: [...seen], confirmed: confirmed.length }
