export const meta = { name: 'modern-language', description: 'Uses the language of the last ten years' }

const answers = await parallel([1, 2, 3].map(n => async () => ({ n, text: await agent(`Question ${n}`) })))
const byOutcome = Object.groupBy(answers, ({ text }) => (text ? 'answered' : 'silent'))
const byParity = Map.groupBy(answers, ({ n }) => n % 2)

class Counter {
  #count = 0
  static #made = 0
  static { Counter.kind = 'counter' }
  constructor() { Counter.#made++ }
  get count() { return this.#count }
  add(n = 1) { this.#count += n; return this }
  static get made() { return Counter.#made }
  has(other) { return #count in other }
}
const counter = new Counter().add().add(2)

const options = { depth: 0, name: '', list: null }
options.depth ||= 3
options.name ??= 'kept'
options.list ??= []
options.list &&= [...options.list, 1]

const log1 = '2026-03-01 ERROR parser: unexpected token; 2026-03-02 WARN lexer: slow'
const entries = [...log1.matchAll(/(?<date>\d{4}-\d{2}-\d{2}) (?<level>\p{Lu}+) (?<part>\w+)/gu)].map(m => ({ ...m.groups }))
const [, year, month] = /(\d+)-(\d+)/.exec(log1)
const price = /(?<=\$)\d+(?!\d|\.)/.exec('cost $15')?.[0]

let found = null
outer: for (const x of [1, 2, 3]) {
  for (const y of [3, 2, 1]) {
    if (x === 1) continue outer
    if (x * y === 4) { found = [x, y]; break outer }
  }
}

const list = [5, 1, 4]
const { a, ...others } = { a: 1, b: 2, c: 3 }
const [head, ...tail] = list
const settled = await Promise.allSettled([Promise.resolve(1), Promise.reject(new Error('no'))])
const any = await Promise.any([Promise.reject(new Error('x')), Promise.resolve('any')])
const allBad = await Promise.any([Promise.reject(new Error('x'))]).catch(e => [e.constructor === AggregateError, e.errors.length])
const { promise, resolve } = Promise.withResolvers()
resolve('resolved')
const caught = (() => { try { null.x } catch { return 'caught' } finally { list.push(9) } })()

return {
  silent: (byOutcome.silent ?? []).map(x => x.n),
  odd: byParity.get(1).map(x => x.n),
  count: [counter.count, Counter.made, Counter.kind, counter.has(counter), counter.has({})],
  options, entries, date: [year, month], price, found, others, head, tail, a,
  settled: settled.map(s => s.status), any, allBad, later: await promise, caught,
  copies: [list.toSorted(), list.toReversed(), list.with(0, 7), list.toSpliced(0, 2), list.at(-1), list.findLast(x => x > 4), list.findLastIndex(x => x > 100)],
  flat: [[1, [2, [3]]]].flat(Infinity), entriesBack: Object.fromEntries(Object.entries({ x: 1 }).map(([k, v]) => [v, k])),
  own: Object.hasOwn({ q: 1 }, 'q'), replaced: 'a-b-c'.replaceAll('-', '+'), numbers: [1_000_000, 0b101, 0o17, 2n ** 64n > 0n, 2 ** 10],
  trimmed: ['  x '.trimStart(), '  x '.trimEnd()], cut: 'abc'.at(-1), raw: String.raw`\n${1}`, sets: [...new Set([1, 1, 2])],
  formed: 'a\uD800'.isWellFormed(), cause: new Error('e', { cause: 'c' }).cause, last: (1, 2), chain: counter?.missing?.deeper?.(1) ?? 'none',
}
