import { type JsonObject, type RegisteredSchema, tryJson } from '@mapping-designer/shared-types'
import { lineOf } from '../flow/line-of.ts'
import type { FlowDestination } from '../flow/read-flow.ts'
import { placesOfField } from './promised-fields.ts'
import { type SchemaBreak, schemaBreaks } from './schema-breaks.ts'

const modes = ['forward', 'backward', 'full'] as const
/** What has to be able to read what: those who read with the promised schema the new values, those who read with the new one the promised values, or both. */
export type CompatibilityMode = (typeof modes)[number]

/** Transitive modes are about all versions of a registry, the others about the newest one. */
export const compatibilities = [...modes, ...modes.map((mode) => `${mode}-transitive` as const)] as const
export type Compatibility = (typeof compatibilities)[number]

/** Why the versions of a subject are compared with nothing: registries call it NONE. Undefined for all other modes. */
export const uncheckedBy = (compatibility: string | undefined, subject: string): string | undefined =>
  compatibility === 'NONE' ? `The registry checks nothing for ${subject}: its compatibility is NONE.` : undefined

/** The mode of what a registry or a person calls it, such as `BACKWARD_TRANSITIVE`; forward where it is none of them. */
export const modeOf = (compatibility: string | undefined): CompatibilityMode =>
  modes.find((mode) => compatibility?.toLowerCase().startsWith(mode)) ?? 'forward'

/** A schema that was promised before, and what it is called. */
export interface PromisedSchema {
  name: string
  schema: object | boolean
}

/** A text that should hold a schema, or a sentence about why it holds none. */
export function promisedSchema(name: string, text: string): PromisedSchema | { fault: string } {
  const schema: unknown = tryJson(text)
  if (typeof schema === 'boolean' || (typeof schema === 'object' && schema !== null)) return { name, schema }
  return { fault: `${name} holds no JSON Schema: an object is needed, as contract writes it.` }
}

/** A version of a registry, or a sentence about why it is not compared. */
export function promisedVersion(found: RegisteredSchema): PromisedSchema | { fault: string } {
  const { subject, version, schema, schemaType, hasReferences } = found
  const name = `${subject}, version ${version}`
  if (schemaType !== 'JSON') return { fault: `${name} is ${schemaType}; only JSON Schema is compared.` }
  if (hasReferences) return { fault: `${name} refers to other schemas, which are not compared.` }
  return promisedSchema(name, schema)
}

/** What the values of a topic are now, and where in the flow that is said. */
export interface CheckedContract {
  topic: string
  schema: JsonObject
  destination: FlowDestination
  /** The text of the flow file, with the name that it is called by. */
  flow: { path: string; text: string }
}

/** One sentence for each thing that breaks what was promised, with the line of the flow that does it. */
export function contractBreaks(
  contract: CheckedContract,
  { name, schema: promised }: PromisedSchema,
  mode: CompatibilityMode,
): string[] {
  const { schema, topic, destination, flow } = contract
  const lines = (path: SchemaBreak['path']) => {
    const found = linesOfField(flow.text, destination, topic, path)
    return found.length === 0 ? '' : ` (${flow.path}, line ${found.join(', ')})`
  }
  const forward = mode === 'backward' ? [] : schemaBreaks(promised, schema)
  const backward = mode === 'forward' ? [] : schemaBreaks(schema, promised)
  return [
    ...forward.map(({ path, why }) => `${pathInWords(path)} of ${topic} ${why} with ${name}${lines(path)}.`),
    ...backward.map(({ path, why }) => `${pathInWords(path)} in ${name} ${why} now${lines(path)}.`),
  ]
}

const pathInWords = (path: readonly string[]) => (path.length === 0 ? 'The value' : path.join('.'))

/** The lines of a flow file that say what a field of the values of a topic is. */
export function linesOfField(
  text: string,
  { effective, place }: FlowDestination,
  topic: string,
  [name]: readonly string[],
): number[] {
  const places = name === undefined ? [] : placesOfField(effective, topic, name)
  return places.flatMap((one) => lineOf(text, [...place, ...one]) ?? [])
}
