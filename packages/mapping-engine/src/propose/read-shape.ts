import { type JsonValue, tryJson } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { valueAt } from '../path/value-at.ts'

/** A field by its name and type alone. */
export interface ShapeField {
  name: string
  type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | undefined
  /** A text that is a date or a time. */
  time?: 'date' | 'time' | undefined
  /** The only value that is allowed. */
  only?: JsonValue | undefined
  /** The fields of an object, or of the items of a list. */
  fields?: ShapeField[] | undefined
}

export type ShapeReading = { fields: ShapeField[] } | { error: string }

/** Reads a JSON Schema of an object, a `CREATE TABLE`, or a list of `name type`. References to other files are not followed. */
export function readShape(text: string): ShapeReading {
  const json = tryJson(text)
  if (json === undefined) return readColumns(text)
  if (!isPlainObject(json))
    return { error: 'The schema is no object; it has to be a JSON Schema, such as {"type":"object","properties":{…}}.' }
  try {
    const fields = fieldsOf(json, json, 0)
    return fields.length > 0
      ? { fields }
      : { error: 'The schema has no properties, so there is nothing to propose a field for.' }
  } catch (error) {
    if (error instanceof ForeignReference) return { error: error.message }
    throw error
  }
}

class ForeignReference extends Error {}

/** A schema may hold itself. */
const maxLevels = 8

function resolved(schema: unknown, root: JsonValue): Record<string, unknown> {
  const seen = new Set<unknown>()
  let found = schema
  while (isPlainObject(found) && typeof found['$ref'] === 'string' && !seen.has(found)) {
    seen.add(found)
    const reference = found['$ref']
    const steps = reference
      .split('/')
      .slice(1)
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    const target = reference.startsWith('#') ? valueAt(root, steps) : undefined
    if (target === undefined) {
      const where = reference.startsWith('#') ? 'is not in it' : 'is another file, and those are never fetched'
      throw new ForeignReference(`The schema refers to ${reference}, which ${where}; put that part under "$defs".`)
    }
    found = target
  }
  return isPlainObject(found) ? found : {}
}

function fieldsOf(given: unknown, root: JsonValue, level: number): ShapeField[] {
  const schema = resolved(given, root)
  const parts = [schema, ...(Array.isArray(schema['allOf']) ? schema['allOf'] : [])]
  return parts.flatMap((part) => {
    const { properties } = resolved(part, root)
    return isPlainObject(properties) && level < maxLevels
      ? Object.entries(properties).map(([name, own]) => fieldOf(name, resolved(own, root), root, level))
      : []
  })
}

function fieldOf(name: string, schema: Record<string, unknown>, root: JsonValue, level: number): ShapeField {
  const types = [schema['type']].flat().filter((one) => one !== 'null')
  const type = types[0] === 'integer' ? 'number' : types[0]
  const only =
    schema['const'] ?? (Array.isArray(schema['enum']) && schema['enum'].length === 1 ? schema['enum'][0] : undefined)
  const format = schema['format']
  const time = format === 'date-time' ? 'time' : format === 'date' ? 'date' : undefined
  const inner = fieldsOf(type === 'array' ? schema['items'] : schema, root, level + 1)
  return {
    name,
    type: isType(type) ? type : inner.length > 0 ? 'object' : undefined,
    time,
    only: only as JsonValue | undefined,
    fields: inner.length > 0 ? inner : undefined,
  }
}

const isType = (type: unknown): type is NonNullable<ShapeField['type']> =>
  typeof type === 'string' && ['string', 'number', 'boolean', 'object', 'array'].includes(type)

const columnTypes: readonly [RegExp, Omit<ShapeField, 'name'>][] = [
  [/^(array|multiset)|\[\]$/i, { type: 'array' }],
  [/^(row|struct|map|json|object|record)/i, { type: 'object' }],
  [/^(timestamp|datetime)/i, { type: 'string', time: 'time' }],
  [/^date/i, { type: 'string', time: 'date' }],
  [/^(tiny|small|big|medium)?(int|serial)|^(decimal|numeric|number|float|double|real|long|short)/i, { type: 'number' }],
  [/^bool/i, { type: 'boolean' }],
  [/^(var)?char|^(text|string|uuid|clob|enum|time)/i, { type: 'string' }],
]

/** The columns of a table: what stands between the outer brackets, or one column in each line. */
function readColumns(text: string): ShapeReading {
  const plain = text.replaceAll(/--.*$/gm, '').trim()
  const isTable = /^create\s/i.test(plain)
  const columns = isTable ? columnsOf(plain) : plain.split(/[\n,]/)
  const fields: ShapeField[] = []
  for (const column of columns.map((one) => one.trim().replace(/,$/, '')).filter((one) => one !== '')) {
    if (isTable && /^(primary key|watermark|constraint|unique|index|foreign key|check)\b/i.test(column)) continue
    const [, quoted, bare, written = ''] = /^(?:[`"[]([^`"\]]+)[`"\]]|([\w$.-]+))[\s:]+(.+)$/s.exec(column) ?? []
    const type = columnTypes.find(([pattern]) => pattern.test(written))?.[1]
    if (type === undefined)
      return { error: `"${column.slice(0, 60)}" is no column: write a name and a type, such as order_id STRING.` }
    fields.push({ name: quoted ?? bare ?? '', ...type })
  }
  return fields.length > 0
    ? { fields }
    : { error: 'There are no columns: write a name and a type on each line, such as order_id STRING.' }
}

/** What stands between the outer brackets, split at the commas that stand in no other bracket. */
function columnsOf(text: string): string[] {
  const parts = ['']
  let depth = 1
  for (const letter of text.slice(text.indexOf('(') + 1)) {
    if ('(<'.includes(letter)) depth++
    if (')>'.includes(letter)) depth--
    if (depth === 0) break
    if (letter === ',' && depth === 1) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}
