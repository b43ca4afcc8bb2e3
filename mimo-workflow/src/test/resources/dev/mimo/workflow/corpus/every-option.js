export const meta = {
  name: 'every-option',
  description: 'Uses every option of agent(), and some that do not exist',
  whenToUse: 'Never, but in tests',
  model: 'sonnet',
  phases: [
    { title: 'Options', detail: 'all of them', model: 'haiku' },
    { title: 'Oddities' },
  ],
}

phase('Options')
const answers = []
answers.push(await agent('label', { label: 'a label' }))
answers.push(await agent('phase', { phase: 'Oddities' }))
answers.push(await agent('schema', { schema: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false } }))
for (const model of ['sonnet', 'haiku', 'opus', 'grok-4.5', 'no/such-model']) answers.push(await agent(`model ${model}`, { model }))
for (const effort of ['low', 'medium', 'high', 'xhigh', 'max']) answers.push(await agent(`effort ${effort}`, { effort }))
answers.push(await agent('type', { agentType: 'code-reviewer' }))
answers.push(await agent('tools', { tools: ['Read', 'Grep'] }))
answers.push(await agent('no tools', { tools: [] }))
answers.push(await agent('times', { timeoutMs: 600_000, stallMs: 120_000 }))
answers.push(await agent('retry', { retry: 2 }))
answers.push(await agent('strictness', { schemaFailure: 'null' }))

phase('Oddities')
answers.push(await agent('misspelt', { timeout_ms: 5, maxTurns: 3, temperature: 0.2, system: 'x' }))
answers.push(await agent('nulls', { label: null, phase: undefined, schema: null, model: undefined, tools: null }))
answers.push(await agent('null options', null))
answers.push(await agent('wrong kinds', { label: 7, effort: 'enormous', tools: 'Read', timeoutMs: 'long' }))
answers.push(await agent(42))
answers.push(await agent(`many
lines with "quotes", \\ and \u00e4\u{1F600}`, {}))

return answers.map(a => (a === null ? null : typeof a === 'object' ? Object.keys(a).join() : a.replace('stub text ', '')))
