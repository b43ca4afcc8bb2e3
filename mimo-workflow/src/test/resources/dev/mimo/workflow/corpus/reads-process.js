export const meta = { name: 'reads-process', description: 'Written for another runtime' }

const ROOT = args?.root
  ?? process.cwd()

phase('Scan')
return agent(`Scan ${ROOT}`)
