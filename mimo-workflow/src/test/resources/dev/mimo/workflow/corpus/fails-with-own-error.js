export const meta = {
  name: 'fails-with-own-error',
  description: 'Ends with an error of its own, in a function of a later line',
}

class ValidationError extends Error {
  constructor(field) {
    super(`field "${field}" is missing`)
    this.name = 'ValidationError'
  }
}

function validate(input) {
  for (const field of ['title', 'body']) {
    if (!input?.[field]) throw new ValidationError(field)
  }
  return input
}

phase('Draft')
const draft = await agent('Write a draft', { label: 'draft' })
phase('Validate')
return validate({ title: draft ?? 'untitled' })
