export const meta = { name: 'urls', description: 'Groups sources by host, each once' }

const found = [
  'https://Example.com/a/../b?x=1#top',
  'https://example.com/b?x=1',
  'http://user:secret@docs.example.org:8080/path/',
  'not a url',
  'https://sub.example.com:443/',
]
const hosts = new Map()
const broken = []
for (const text of found) {
  try {
    const url = new URL(text)
    url.hash = ''
    const host = url.hostname.replace(/^www\./, '')
    hosts.set(host, (hosts.get(host) ?? new Set()).add(url.href))
  } catch (e) {
    broken.push(`${e.name}: ${text}`)
  }
}
const port = new URL(found[2]).port
const relative = new URL('../c', 'https://example.com/a/b/').pathname
const query = new URL(found[0]).searchParams.get('x')

const copy = structuredClone({ when: new Date(0), set: new Set([1]), nested: [{ a: 1 }] })
const answer = await agent(`Summarise ${[...hosts.keys()].join(', ')}`)
return {
  hosts: Object.fromEntries([...hosts].map(([host, all]) => [host, [...all]])),
  broken, port, relative, query,
  copied: [copy.when instanceof Date, copy.set.has(1), copy.nested[0].a],
  answer,
}
