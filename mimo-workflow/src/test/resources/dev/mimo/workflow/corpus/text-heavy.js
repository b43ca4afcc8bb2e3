export const meta = { name: 'text-heavy', description: 'Prompts made of templates within templates' }

const bullet = items => items.map((item, i) => `${i + 1}. ${item}`).join('\n')
const section = (title, body) => `## ${title}\n\n${body || '_empty_'}\n`
const tag = (strings, ...values) => strings.reduce((all, s, i) => `${all}${s}${i < values.length ? JSON.stringify(values[i]) : ''}`, '')
const emoji = '👩‍👩‍👧 naïve ﬁ 漢字 \u{1F680}'
const prompt = `
${section('Rules', bullet(['Do not guess', `Use ${'`code`'}`, `Quote ${tag`value ${{ a: [1, "2"] }} here`}`]))}
${section('Nothing', '')}
${['x', 'y'].map(k => `${k}: ${k === 'x' ? `inner ${`deeper ${k}`}` : 'outer'}`).join(' | ')}
${emoji} \${not this} \\ \t tab
`.trim()

const answers = await parallel([prompt, prompt, prompt.slice(0, 20)].map(p => () => agent(p)))
const words = (prompt.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).length
return {
  length: [...emoji].length, units: emoji.length, words, lines: prompt.split('\n').length, answers,
  escaped: JSON.stringify('\u2028\0"\\'), sliced: Array.from(emoji).slice(-2).join(''), code: emoji.codePointAt(0).toString(16),
  upper: 'ǆ'.toUpperCase(), sorted: ['b', 'a', 'B', 'ä'].sort(), same: `${'é'}` === '\u00e9',
}
