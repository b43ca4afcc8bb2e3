export const meta = { name: 'trusts-answers', description: 'Does not expect that an agent gives nothing' }

const PLAN = { type: 'object', properties: { steps: { type: 'array', items: { type: 'string' } } }, required: ['steps'] }

phase('Read')
const first = await agent('Read the first half')
const second = await agent('Read the second half')
phase('Plan')
const plan = await agent(`Plan from ${first} and ${second}`, { schema: PLAN })
log('planned')
const count = plan.steps.length
phase('Work')
const done = await parallel(plan.steps.map(step => () => agent(step)))
return { count, done: done.length }
