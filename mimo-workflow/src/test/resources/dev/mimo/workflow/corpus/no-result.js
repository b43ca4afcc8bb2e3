export const meta = { name: 'no-result', description: 'Ends without a return' }

phase('Work')
await agent('Do something')
if (args?.early) return
await agent('Do something else')
