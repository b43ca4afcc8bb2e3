export const meta = { name: 'over-budget', description: 'Works until the budget is spent' }

const log1 = []
while (budget.total && budget.remaining() > 0) {
  const before = budget.spent()
  const note = await agent(`Spent so far: ${before}`)
  log1.push([note !== null, budget.spent() - before, budget.remaining()])
}
const refused = await agent('too late').catch(e => (e instanceof Error ? 'refused' : 'odd'))
const slots = await parallel([() => agent('x')]).catch(e => (e instanceof Error ? 'refused as a whole' : 'odd'))
return { total: budget.total, log: log1, refused, slots }
