export const meta = { name: 'budget-loop', description: 'Searches until the budget or the ideas are used up' }

const bugs = []
let rounds = 0
while (rounds < 4 && (budget.total === null || budget.remaining() > 50_000)) {
  rounds++
  const found = await agent(`Find another bug. Known: ${bugs.join(', ') || 'none'}`, { label: `round ${rounds}` })
  if (!found) continue
  bugs.push(found)
  log(`${bugs.length} found, ${Math.round(budget.spent() / 1000)}k spent, ${budget.remaining()} left`)
}

let frozen = false
try {
  budget.total = 5
} catch (e) {
  frozen = e instanceof TypeError
}
const fleet = budget.total ? Math.floor(budget.total / 100_000) : 5
return { rounds, bugs, frozen, fleet, total: budget.total, unlimited: budget.remaining() === Infinity, spent: typeof budget.spent() }
