export const meta = { name: 'left-alone', description: 'Starts work and does not wait for all of it' }

const slow = agent('nobody waits for this')
slow.then(() => { throw new Error('nobody hears this') })
Promise.reject(new Error('nor this'))
const fast = await agent('this counts')
const both = await Promise.all([slow, agent('and this')])
const raced = await Promise.race([agent('first'), agent('second')])
return { fast, both, raced: raced === null ? null : typeof raced }
