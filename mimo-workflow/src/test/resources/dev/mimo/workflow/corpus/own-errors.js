export const meta = { name: 'own-errors', description: 'Throws and catches errors of its own' }

class WorkflowProblem extends Error {
  constructor(message, { step, cause } = {}) {
    super(message, { cause })
    this.name = 'WorkflowProblem'
    this.step = step
  }
}
class Missing extends WorkflowProblem {
  get [Symbol.toStringTag]() { return 'Missing' }
}

async function must(prompt, step) {
  const answer = await agent(prompt, { label: `step ${step}` })
  if (answer === null) throw new Missing(`no answer in step ${step}`, { step, cause: prompt })
  return answer
}

const trail = []
for (let step = 0; step < 3; step++) {
  try {
    trail.push(await must(`Do step ${step}`, step))
  } catch (error) {
    if (!(error instanceof WorkflowProblem)) throw error
    trail.push(`${error.name}/${error.constructor.name}@${error.step}: ${error.message} (${error.cause})`)
  } finally {
    trail.push('|')
  }
}

const kinds = [new Missing('x') instanceof Error, Object.prototype.toString.call(new Missing('x')), String(new Missing('gone')), typeof new Missing('x').stack]
return { trail, kinds }
