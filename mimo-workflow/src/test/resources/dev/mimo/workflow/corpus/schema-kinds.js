export const meta = { name: 'schema-kinds', description: 'A schema of every kind' }

const object = (properties, more = {}) => ({ type: 'object', properties, ...more })
const SCHEMAS = {
  scalars: object({ s: { type: 'string' }, n: { type: 'number' }, i: { type: 'integer' }, b: { type: 'boolean' }, z: { type: 'null' } }),
  bounds: object({ n: { type: 'number', minimum: 0.5, maximum: 1 }, i: { type: 'integer', minimum: 3 } }),
  choice: object({ e: { enum: ['first', 'second'] }, t: { type: 'string', enum: ['x', 'y'] }, c: { const: { deep: [1, null] } } }),
  lists: object({
    plain: { type: 'array', items: { type: 'string' } },
    least: { type: 'array', items: { type: 'integer' }, minItems: 3 },
    most: { type: 'array', items: { type: 'boolean' }, maxItems: 1 },
    none: { type: 'array', items: { type: 'string' }, maxItems: 0 },
  }),
  nested: object({ a: object({ b: object({ c: { type: 'string' } }) }) }, { required: ['a'], additionalProperties: false }),
  nullable: object({ a: { type: ['string', 'null'] }, b: { type: ['null', 'string'] } }),
  any: object({ a: { anyOf: [{ type: 'integer' }, { type: 'string' }] }, b: { oneOf: [{ type: 'boolean' }, { type: 'null' }] } }),
  all: object({ a: { allOf: [object({ x: { type: 'string' } })] } }),
  inferred: { properties: { list: { items: { properties: { k: { type: 'string' } } } } } },
  empty: object({}),
  described: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'T', description: 'd', type: 'object', properties: { a: { type: 'string', description: 'd', examples: ['e'], default: 'f' } } },
}

const results = {}
for (const [name, schema] of Object.entries(SCHEMAS)) results[name] = await agent(`Answer for ${name}`, { schema, label: name })

let fault
try {
  await agent('no schema at all', { schema: 'string' })
} catch (e) {
  fault = e instanceof Error
}
return { results, fault }
