export const meta = { name: 'iterators', description: 'Generators, iterators and loops that wait' }

function* batches(list, size) {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size)
}

async function* asked(prompts) {
  for (const prompt of prompts) {
    const answer = await agent(prompt)
    if (answer === null) continue
    yield answer
  }
}

const pages = {
  async *[Symbol.asyncIterator]() {
    for (let page = 1; page <= 3; page++) yield { page, text: await agent(`Read page ${page}`) }
  },
}

const groups = []
for (const group of batches([1, 2, 3, 4, 5], 2)) {
  groups.push((await parallel(group.map(n => () => agent(`Item ${n}`)))).filter(Boolean).length)
}

const streamed = []
for await (const answer of asked(['a', 'b', 'c'])) streamed.push(answer)

const read = []
for await (const { page, text } of pages) {
  if (text === null) break
  read.push(page)
}

function* numbers() {
  try {
    let n = 0
    while (true) n += (yield n) ?? 1
  } finally {
    groups.push('closed')
  }
}
const counting = numbers()
const steps = [counting.next().value, counting.next(10).value, counting.next().value, counting.return('end').value]
const waiting = []
for await (const value of [Promise.resolve('p'), 'v']) waiting.push(value)

return { groups, streamed, read, steps, waiting, spread: [...batches('abcd', 3)], from: Array.from({ length: 3 }, (_, i) => i * i) }
