export const meta = { name: 'parallel-of-promises', description: 'Passes promises where functions are wanted' }

const topics = ['one', 'two']
phase('Wrong')
const answers = await parallel(topics.map(t => agent(`About ${t}`)))
return answers
