interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
}
interface Content {
  content?: Record<string, { schema?: Schema }>
}
interface Operation {
  summary?: string
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[]
  requestBody?: Content
  responses: Record<string, Content>
}
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
}

/** The TypeScript text of all operations of an OpenAPI document, for partners' software. */
export function operationsOf({ paths }: OpenApi): string {
  const entries = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/v1/') && !path.endsWith('/stream'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => entryOf(method, path, operation)),
    )
  return [
    '// Generated from the OpenAPI document by `npm run sdk`: do not edit.',
    '',
    'export interface Operations {',
    ...entries.sort(),
    '}',
    '',
  ].join('\n')
}

function entryOf(method: string, path: string, operation: Operation): string {
  const { parameters = [], requestBody, responses, summary } = operation
  const good = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const lines = [
    summary ? `  /** ${summary}. */` : '',
    `  '${method.toUpperCase()} ${path.slice('/api/v1'.length)}': {`,
    `    path: ${fieldsOf(parameters.filter((p) => p.in === 'path'))}`,
    `    query: ${fieldsOf(parameters.filter((p) => p.in === 'query'))}`,
    `    body: ${typeOf(requestBody?.content?.['application/json']?.schema)}`,
    `    answer: ${typeOf(good?.content?.['application/json']?.schema)}`,
    '  }',
  ]
  return lines.filter(Boolean).join('\n')
}

function fieldsOf(parameters: NonNullable<Operation['parameters']>): string {
  const fields = parameters.map((p) => `${p.name}${p.required ? '' : '?'}: ${typeOf(p.schema)}`)
  return fields.length > 0 ? `{ ${fields.join('; ')} }` : 'object'
}

function typeOf(schema: Schema | undefined): string {
  if (!schema) return 'unknown'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const options = schema.anyOf ?? schema.oneOf
  if (options) return [...new Set(options.map(typeOf))].map(bracketed).join(' | ')
  if (schema.allOf) return schema.allOf.map(typeOf).map(bracketed).join(' & ')
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ')
  }
  switch (schema.type) {
    case 'string':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return schema.prefixItems
        ? `[${schema.prefixItems.map(typeOf).join(', ')}]`
        : `(${typeOf(schema.items)})[]`
    case 'object':
      return objectType(schema)
    default:
      return 'unknown'
  }
}

function bracketed(type: string): string {
  return /[|&]/.test(type) ? `(${type})` : type
}

function objectType({ properties, required = [], additionalProperties }: Schema): string {
  if (!properties) {
    const value =
      typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
    return `Record<string, ${value}>`
  }
  const fields = Object.entries(properties).map(
    ([name, value]) =>
      `${/^\w+$/.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}: ${typeOf(value)}`,
  )
  return `{ ${fields.join('; ')} }`
}
