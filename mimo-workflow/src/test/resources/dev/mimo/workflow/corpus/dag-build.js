export const meta = { name: 'dag-build', description: 'Builds packages in the order of what they need' }

const nodes = [
  { id: 'app', dependsOn: ['ui', 'api'] },
  { id: 'ui', dependsOn: ['core'] },
  { id: 'api', dependsOn: ['core', 'db'] },
  { id: 'core' },
  { id: 'db', dependsOn: [] },
]
const begun = []
const results = await dag(nodes, async (node, deps) => {
  begun.push(node.id)
  const built = await agent(`Build ${node.id} with ${deps.map(d => d.id).join(' and ') || 'nothing'}`, { label: node.id })
  return { id: node.id, built, with: deps.map(d => `${d.id}=${d.result === null ? 'null' : d.result.built}`) }
})
const broken = await dag([{ id: 'x' }, { id: 'y', dependsOn: ['x'] }], (node, deps) => {
  if (node.id === 'x') throw new Error('x does not build')
  return deps
})

return { begun, results, broken, none: await dag([], () => 1) }
