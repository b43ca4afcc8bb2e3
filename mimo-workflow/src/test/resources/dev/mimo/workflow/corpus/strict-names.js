export const meta = { name: 'strict-names', description: 'Touches names that are not there, carefully' }

const names = { process: typeof process, require: typeof require, fetch: typeof fetch, Buffer: typeof Buffer, window: typeof window, module: typeof module, setInterval: typeof setInterval }
const here = { agent: typeof agent, parallel: typeof parallel, pipeline: typeof pipeline, workflow: typeof workflow, phase: typeof phase, log: typeof log, console: typeof console, budget: typeof budget, setTimeout: typeof setTimeout, URL: typeof URL, structuredClone: typeof structuredClone }

let undeclared
try {
  neverDeclared = 1
} catch (e) {
  undeclared = e.name
}
let fixed
try {
  Object.freeze([]).push(1)
} catch (e) {
  fixed = e.name
}
const agentCalls = [() => agent('as a value')].map(call => call())
return { names, here, undeclared, fixed, answer: await agentCalls[0] }
