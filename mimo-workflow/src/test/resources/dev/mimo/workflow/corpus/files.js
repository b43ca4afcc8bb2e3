export const meta = { name: 'files', description: 'Goes on from a checkpoint when there is one' }

const STATE = 'state/progress.json'
const before = await readFile(STATE)
const state = before ? JSON.parse(before) : { round: 0, notes: [] }
const there = await exists('README.md')
const sources = await glob('src/**/*.js')

while (state.round < 3) {
  const note = await agent(`Round ${state.round}: read ${sources.length} files`)
  if (note) state.notes.push(note)
  state.round += 1
  await writeFile(STATE, JSON.stringify(state))
}
const nothing = await writeFile('out.txt', 'done')

return { fresh: before === null, there, sources, ...state, nothing: nothing === undefined }
