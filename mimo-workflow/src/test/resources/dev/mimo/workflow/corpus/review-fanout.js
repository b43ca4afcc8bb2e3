export const meta = {
  name: 'review-fanout',
  description: 'Reviews a file from several dimensions at once and writes a summary',
  phases: [
    { title: 'Review', detail: 'one agent per dimension' },
    { title: 'Synthesize' },
  ],
}

const DIMENSIONS = [
  { key: 'bugs', prompt: 'Look for bugs in src/parser.ts' },
  { key: 'perf', prompt: 'Look for slow spots in src/parser.ts' },
  { key: 'style', prompt: 'Look for style problems in src/parser.ts' },
]

const FINDINGS_SCHEMA = {
  type: 'object',
  properties: {
    findings: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          severity: { type: 'string', enum: ['high', 'medium', 'low'] },
          line: { type: 'integer', minimum: 1 },
        },
        required: ['title', 'severity'],
      },
    },
  },
  required: ['findings'],
}

phase('Review')
const reviews = await parallel(
  DIMENSIONS.map(d => () =>
    agent(d.prompt, { label: `review:${d.key}`, phase: 'Review', schema: FINDINGS_SCHEMA })),
)
const findings = reviews.filter(Boolean).flatMap(r => r.findings)
log(`${findings.length} findings from ${reviews.filter(Boolean).length} reviewers`)

phase('Synthesize')
const summary = await agent(
  `Write a summary of these findings:\n${JSON.stringify(findings, null, 2)}`,
  { label: 'synthesize', phase: 'Synthesize' },
)

return { total: findings.length, high: findings.filter(f => f.severity === 'high').length, titles: findings.map(f => f.title), summary }
