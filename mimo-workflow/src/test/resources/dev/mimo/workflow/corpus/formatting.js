export const meta = { name: 'formatting', description: 'Formats numbers and tables without a locale' }

const thousands = n => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
const names = ['zoe', 'Adam', 'bob', 'adam']
const rows = [['name', 'count'], ['parser', 12], ['lexer', 3456]]
const widths = rows[0].map((_, i) => Math.max(...rows.map(r => String(r[i]).length)))
const table = rows.map(r => r.map((cell, i) => (i ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i]))).join(' | ')).join('\n')
const bytes = n => (n < 1024 ? `${n} B` : n < 1024 ** 2 ? `${(n / 1024).toFixed(1)} KiB` : `${(n / 1024 ** 2).toFixed(1)} MiB`)
const text = await agent(`Explain this table:\n${table}`)

return {
  big: thousands(1234567),
  byName: names.toSorted((a, b) => a.toLowerCase().localeCompare(b.toLowerCase()) || (a < b ? -1 : 1)),
  table,
  sizes: [12, 2048, 5_500_000].map(bytes),
  percent: `${Math.round(2 / 3 * 100)}%`,
  precise: (1 / 3).toPrecision(3),
  hex: (255).toString(16).toUpperCase(),
  upper: 'straße'.toUpperCase(),
  normal: 'e\u0301'.normalize('NFC').length,
  text: text?.length ?? 0,
}
