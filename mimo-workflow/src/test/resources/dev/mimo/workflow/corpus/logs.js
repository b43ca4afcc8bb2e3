export const meta = { name: 'logs', description: 'Everything that can be said to people' }

const given = []
given.push(phase('First'), log('a line'), log(`template ${1 + 1}`), log({ an: 'object' }), log(undefined), log(null), log())
given.push(console.log('%s', 'x', 1, [2]), console.warn('warned'), console.error(new Error('shown')), console.info(), console.debug(3n > 2))
const loop = {}
loop.self = loop
given.push(log(loop), phase('Second'), phase('First'), phase(3))
const answer = await agent('after the phases')

return { given: given.filter(x => x !== undefined).length, answer }
