import { isPlainObject } from '../path/is-plain-object.ts'

/** Why values that one schema describes may be no values of another. */
export interface SchemaBreak {
  /** Names of members, and `[]` for the items of a list. */
  path: string[]
  why: string
}

type Schema = Record<string, unknown>

/**
 * What a reader with one JSON Schema cannot read of what a writer with another writes; nothing where all of it can be read. Members and
 * items that the writer does not describe are not written. What is not compared counts as a break, so that nothing is said to hold that was not looked at.
 */
export function schemaBreaks(reader: unknown, writer: unknown): SchemaBreak[] {
  return compare(
    { reader: resolved(reader, reader, 0), writer: resolved(writer, writer, 0), path: [] },
    { reader, writer },
  )
}

interface Pair {
  reader: unknown
  writer: unknown
  path: string[]
}

function compare({ reader, writer, path }: Pair, roots: { reader: unknown; writer: unknown }): SchemaBreak[] {
  const broken = (why: string): SchemaBreak[] => [{ path, why }]
  if (reader === undefined || reader === true || writer === false) return []
  if (reader === false) return broken('is not allowed')
  if (!isPlainObject(reader)) return broken('has a schema that is neither an object nor true or false')
  const written: Schema = isPlainObject(writer) ? writer : {}
  const own = [...typeBreaks(reader, written), ...valueBreaks(reader, written), ...otherBreaks(reader, written)]
  const inside = (name: string, one: unknown, other: unknown): SchemaBreak[] =>
    path.length >= maxLevels
      ? broken(`is nested more than ${maxLevels} levels deep and was not compared`)
      : compare(
          { reader: resolved(one, roots.reader, 0), writer: resolved(other, roots.writer, 0), path: [...path, name] },
          roots,
        )
  return [
    ...own.flatMap(broken),
    ...missingNames(reader, written).map((name) => ({ path: [...path, name], why: 'may be missing, and is required' })),
    ...memberBreaks(reader, written, inside),
    ...(written['items'] === undefined ? [] : inside('[]', reader['items'], written['items'])),
  ]
}

const maxLevels = 100

/** A schema behind a reference to another part of the same document; references elsewhere are never fetched. */
function resolved(schema: unknown, root: unknown, followed: number): unknown {
  const reference = isPlainObject(schema) ? schema['$ref'] : undefined
  if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference) || followed > maxLevels) return schema
  const steps = reference.split('/').slice(1)
  const found = steps.reduce<unknown>((part, step) => {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    return isPlainObject(part) && Object.hasOwn(part, name) ? part[name] : undefined
  }, root)
  return found === undefined ? schema : resolved(found, root, followed + 1)
}

const allTypes = ['array', 'boolean', 'null', 'number', 'object', 'string']

function typesOf({ type }: Schema): string[] {
  return type === undefined ? allTypes : [type].flat().map(String)
}

function typeBreaks(reader: Schema, writer: Schema): string[] {
  const allowed = typesOf(reader)
  const others = typesOf(writer).filter(
    (type) => !allowed.includes(type) && !(type === 'integer' && allowed.includes('number')),
  )
  return others.length === 0 ? [] : [`may be ${others.join(' or ')}, and ${allowed.join(' or ')} is read`]
}

function valuesOf(schema: Schema): string[] | undefined {
  const values = 'const' in schema ? [schema['const']] : schema['enum']
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined
}

function valueBreaks(reader: Schema, writer: Schema): string[] {
  const allowed = valuesOf(reader)
  if (allowed === undefined) return []
  const others = valuesOf(writer)?.filter((value) => !allowed.includes(value))
  if (others?.length === 0) return []
  return [`may be ${others?.join(' or ') ?? 'another value'}, and only ${allowed.join(', ')} is read`]
}

/** Keywords that are compared above, or that say nothing about what is valid. */
const known = new Set(
  [
    '$schema $id $defs $comment definitions title description default examples deprecated readOnly writeOnly format',
    'type enum const properties required additionalProperties items',
  ].flatMap((names) => names.split(' ')),
)

function otherBreaks(reader: Schema, writer: Schema): string[] {
  return Object.keys(reader)
    .filter((key) => !known.has(key) && !key.startsWith('x-'))
    .filter((key) => JSON.stringify(reader[key]) !== JSON.stringify(writer[key]))
    .map((key) => `is under ${key}${key === '$ref' ? ` ${reader[key]}` : ''}, which is not compared`)
}

function missingNames(reader: Schema, writer: Schema): string[] {
  if (!typesOf(writer).includes('object')) return []
  const promised = [writer['required']].flat()
  return [reader['required'] ?? []].flat().flatMap((name) => (promised.includes(name) ? [] : String(name)))
}

function memberBreaks(
  reader: Schema,
  writer: Schema,
  inside: (name: string, one: unknown, other: unknown) => SchemaBreak[],
): SchemaBreak[] {
  const { properties } = reader
  const read: Schema = isPlainObject(properties) ? properties : {}
  const written = isPlainObject(writer['properties']) ? writer['properties'] : {}
  return Object.entries(written).flatMap(([name, member]) =>
    inside(name, Object.hasOwn(read, name) ? read[name] : reader['additionalProperties'], member),
  )
}
