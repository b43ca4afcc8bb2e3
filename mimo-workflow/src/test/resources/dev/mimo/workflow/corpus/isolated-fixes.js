export const meta = { name: 'isolated-fixes', description: 'Fixes in worktrees, and reviews what changed' }

const FIX = { type: 'object', properties: { fixed: { type: 'boolean' }, note: { type: 'string' } }, required: ['fixed'] }
const issues = (args?.issues ?? 'leak,race,typo').split(',').map(s => s.trim()).filter(s => s)

const fixes = await pipeline(
  issues,
  issue => agent(`Fix the ${issue}`, { label: `fix:${issue}`, schema: FIX, isolation: 'worktree', effort: 'high', agentType: 'fixer' }),
  (fix, issue) => ({ issue, fixed: fix.fixed, branch: fix._worktree?.branch ?? null }),
  async fix => ({ ...fix, review: await agent(`Review the fix of ${fix.issue}${fix.branch ? ` on ${fix.branch}` : ''}`, { label: `review:${fix.issue}` }) }),
)
return fixes.map((fix, i) => fix ?? { issue: issues[i], fixed: false })
