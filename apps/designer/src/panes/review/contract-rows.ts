import {
  type CompatibilityMode,
  type FieldOrigin,
  fieldOrigin,
  type PromisedSchema,
  type SchemaBreak,
  schemaBreaks,
} from '@mapping-designer/mapping-engine'
import type { JsonObject } from '@mapping-designer/shared-types'

/** A member of the values of a topic, at any depth. */
export interface ContractRow {
  /** Names of members, and `[]` for the items of a list. */
  path: string[]
  type: string
  /** Values of several types were seen. */
  isMixed: boolean
  isRequired: boolean
  /** Of a member of the value itself; null for those further inside. */
  origin: FieldOrigin | null
}

/** What breaks for those who read with the other schema, and for those who read its values with this one. */
export interface Compatibility {
  with: string
  /** The one that counts. */
  mode: CompatibilityMode
  forward: SchemaBreak[]
  backward: SchemaBreak[]
}

/** What a contract was held against, or why it was not. */
export interface Compared {
  compatibility: Compatibility | null
  notice: string | null
}

/** A schema held against those that were promised, the newest first. */
export function compatibilityWith(
  schema: JsonObject,
  promised: readonly PromisedSchema[],
  mode: CompatibilityMode,
): Compatibility {
  // Several are versions of one subject.
  const versionOf = ({ name }: PromisedSchema) => name.replace(/^.*, /, '')
  const [first, ...others] = promised
  const among = (breaks: (promised: unknown) => SchemaBreak[]) =>
    promised.flatMap((one) =>
      breaks(one.schema).map(({ path, why }) => ({
        path,
        why: others.length > 0 ? `${why} (${versionOf(one)})` : why,
      })),
    )
  return {
    with: [first?.name ?? '', ...others.map(versionOf)].join(', '),
    mode,
    forward: among((one) => schemaBreaks(one, schema)),
    backward: among((one) => schemaBreaks(schema, one)),
  }
}

/** What breaks in the mode that counts. */
export function breaksOf({ mode, forward, backward }: Compatibility): SchemaBreak[] {
  return [...(mode === 'backward' ? [] : forward), ...(mode === 'forward' ? [] : backward)]
}

const maxRows = 500

/** The members of the values of a topic, those of a member after it. */
export function contractRows(schema: JsonObject, config: unknown, topic: string): ContractRow[] {
  const rows: ContractRow[] = []
  const walk = (at: unknown, path: string[]): void => {
    const { properties, items, required } = (at ?? {}) as JsonObject
    for (const [name, member] of Object.entries((properties ?? {}) as JsonObject)) {
      if (rows.length >= maxRows) return
      const own = [...path, name]
      const types = typesOf(member)
      rows.push({
        path: own,
        type: typeInWords(member),
        isMixed: types.filter((type) => type !== 'null').length > 1,
        isRequired: Array.isArray(required) && required.includes(name),
        origin: path.length === 0 ? fieldOrigin(config, topic, name) : null,
      })
      walk(member, own)
    }
    if (items !== undefined) walk(items, [...path, '[]'])
  }
  walk(schema, [])
  return rows
}

function typesOf(schema: unknown): string[] {
  const { type } = (schema ?? {}) as { type?: string | string[] }
  return type === undefined ? [] : [type].flat()
}

const words: Readonly<Record<string, string>> = { string: 'text', array: 'list', boolean: 'true or false' }

/** `text, date-time`, `list of numbers` and so on. */
function typeInWords(schema: unknown): string {
  const { format, items } = (schema ?? {}) as { format?: string; items?: unknown }
  const types = typesOf(schema).map((type) => {
    const inside = type === 'array' && items !== undefined ? typesOf(items) : []
    return inside.length === 1 ? `list of ${words[inside[0] ?? ''] ?? inside[0]}s` : (words[type] ?? type)
  })
  return `${types.join(' or ') || 'anything'}${format === undefined ? '' : `, ${format}`}`
}

/** What breaks at a member, for those who read with the other schema and for those who read its values. */
export function breaksAt(breaks: readonly SchemaBreak[], { path }: Pick<ContractRow, 'path'>): string[] {
  const name = path.join('.')
  return breaks.filter((one) => one.path.join('.') === name).map(({ why }) => why)
}
