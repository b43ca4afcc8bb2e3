export const meta = { name: 'args-forms', description: 'Takes its arguments in every form that callers use' }

function readArgs() {
  if (typeof args === 'undefined' || args === undefined) return { topic: 'absent' }
  if (typeof args === 'string') {
    try {
      const parsed = JSON.parse(args)
      return typeof parsed === 'object' && parsed !== null ? { ...parsed, from: 'json' } : { topic: String(parsed), from: 'json' }
    } catch {
      return { topic: args.trim(), from: 'text' }
    }
  }
  if (Array.isArray(args)) return { topic: args.join('+'), from: 'array' }
  return args && typeof args === 'object' ? { ...args, from: 'object' } : { topic: `${args}`, from: typeof args }
}

const { topic = 'none', depth = 1, from = 'default', ...rest } = readArgs()
const notes = await parallel(Array.from({ length: depth }, (_, i) => () => agent(`Note ${i} on ${topic}`)))
args = 'may be written'
return { topic, depth, from, rest, notes: notes.filter(Boolean).length, args }
