export const meta = {
  name: 'nested-parallel',
  description: 'Find in parallel, then let three voters judge each finding',
  phases: [{ title: 'Find' }, { title: 'Verify' }],
}

const FIND = { type: 'object', properties: { bugs: { type: 'array', maxItems: 1, items: { type: 'string' } } }, required: ['bugs'] }
const VOTE = { type: 'object', properties: { refuted: { type: 'boolean', const: false }, why: { type: 'string' } }, required: ['refuted'] }
const VOTERS = ['skeptic', 'pragmatist', 'lawyer']

const perArea = await pipeline(
  ['auth', 'billing'],
  area => agent(`Find bugs in ${area}`, { label: `find:${area}`, phase: 'Find', schema: FIND }),
  (found, area) => parallel(
    found.bugs.map(bug => async () => {
      const votes = await parallel(VOTERS.map(voter => () =>
        agent(`As a ${voter}, try to refute: ${bug}`, { label: `vote:${voter}`, phase: 'Verify', schema: VOTE })))
      const cast = votes.filter(Boolean)
      return { area, bug, votes: cast.length, real: cast.filter(v => !v.refuted).length >= 2 }
    }),
  ),
)

const confirmed = perArea.flat().filter(Boolean).filter(b => b.real)
return { areas: perArea.map(a => (a === null ? null : a.length)), confirmed }
