export const meta = { name: 'tournament', description: 'Several drafts, judged in pairs until one is left' }

const PICK = { type: 'object', properties: { winner: { type: 'integer', minimum: 0, maximum: 1 }, because: { type: 'string' } }, required: ['winner'], additionalProperties: false }
const STYLES = ['bold', 'plain', 'formal', 'playful', 'terse']

async function play(entries, depth = 0) {
  if (entries.length <= 1) return entries[0] ?? null
  const pairs = []
  for (let i = 0; i < entries.length; i += 2) pairs.push(entries.slice(i, i + 2))
  const winners = await parallel(pairs.map(pair => async () => {
    if (pair.length === 1) return pair[0]
    const pick = await agent(`Better?\nA: ${pair[0].text}\nB: ${pair[1].text}`, { label: `match ${depth}`, phase: `Round ${depth + 1}`, schema: PICK })
    return pair[pick?.winner ?? 1]
  }))
  return play(winners.filter(Boolean), depth + 1)
}

phase('Draft')
const drafts = (await parallel(STYLES.map(style => async () => ({ style, text: await agent(`Draft, ${style}`) })))).filter(d => d?.text)
phase('Judge')
const best = await play(drafts)
return { drafts: drafts.map(d => d.style), best: best?.style ?? null }
