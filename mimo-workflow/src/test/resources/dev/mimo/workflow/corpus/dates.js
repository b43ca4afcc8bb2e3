export const meta = { name: 'dates', description: 'Dates that are given, never the present one' }

const clocks = [() => Date.now(), () => new Date(), () => Date()].map(read => {
  try {
    read()
    return 'read'
  } catch (e) {
    return e instanceof Error && /not available|resume/.test(e.message) ? 'refused' : `other: ${e.message}`
  }
})
const day = new Date('2026-03-01T12:00:00Z')
const earlier = new Date(day.getTime() - 86_400_000)
const sorted = ['2026-02-03', '2025-12-31', '2026-01-15'].map(d => new Date(d)).sort((a, b) => a - b)
const rolls = Array.from({ length: 100 }, () => Math.random())
const stamp = args?.now ?? '2026-01-01'

return {
  clocks,
  iso: earlier.toISOString(),
  parts: [day.getUTCFullYear(), day.getMonth(), day.getHours(), day.getTimezoneOffset()],
  parsed: Date.parse('2026-01-01'),
  utc: Date.UTC(2026, 0, 2),
  sorted: sorted.map(d => d.toISOString().slice(0, 10)),
  json: JSON.stringify({ day }),
  instance: day instanceof Date,
  rolls: rolls.every(r => r >= 0 && r < 1) && new Set(rolls).size > 90,
  answer: await agent(`What happened on ${stamp}?`),
}
