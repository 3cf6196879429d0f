import { type FlowDestination, lineOf, placesOfField, schemaBreaks } from '@mapping-designer/mapping-engine'
import { type JsonObject, tryJson } from '@mapping-designer/shared-types'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { chooseProfile } from './choose-profile.ts'
import { readInput, UsageError } from './read-input.ts'

/**
 * What has to be able to read what: the new values those who read with the schema (forward), the values of the schema those who read with the
 * new one (backward), or both.
 */
export const compatibilities = ['forward', 'backward', 'full'] as const
type Compatibility = (typeof compatibilities)[number]

export interface ContractCheck {
  /** What the values of the topic are now. */
  schema: JsonObject
  topic: string
  /** Files with the schemas that were promised before, or `registry` for the newest one of the topic in a schema registry. */
  sources: readonly string[]
  /** As the registry has it for the topic where it is left out, `forward` for files. */
  compatibility: Compatibility | undefined
  /** Where the profile with the registry is. */
  cluster: Parameters<typeof chooseProfile>[0]
  /** The text of the flow file, with the name that it is called by. */
  flow: { path: string; text: string }
  destination: FlowDestination
}

/** Writes one sentence for each thing that breaks, with the line of the flow that does it. Answers whether nothing does. */
export async function checkContract(check: ContractCheck, write: (text: string) => void): Promise<boolean> {
  const breaks: string[] = []
  for (const source of check.sources) {
    const { name, text, level } = source === 'registry' ? await inRegistry(check) : await inFile(source)
    const promised: unknown = tryJson(text)
    if (typeof promised !== 'object' && typeof promised !== 'boolean')
      throw new UsageError(`${name} holds no JSON Schema: an object is needed, as contract writes it.`)
    const compatibility = check.compatibility ?? level ?? 'forward'
    const found = breaksOf(check, name, promised, compatibility)
    write(
      `${found.length > 0 ? found.join('\n') : `The contract of ${check.topic} is ${compatibility} compatible with ${name}.`}\n`,
    )
    breaks.push(...found)
  }
  return breaks.length === 0
}

interface Promised {
  name: string
  text: string
  level?: Compatibility | undefined
}

async function inFile(path: string): Promise<Promised> {
  return { name: path, text: await readInput(path) }
}

async function inRegistry({ topic, cluster }: ContractCheck): Promise<Promised> {
  const profile = chooseProfile(cluster)
  if (profile.registry === undefined) throw new UsageError(`The profile ${profile.name} has no schemaRegistry.`)
  const subject = `${topic}-value`
  const found = await schemaRegistry(profile.registry).latest(subject)
  if (found === undefined) throw new UsageError(`The registry of ${profile.name} has no subject ${subject}.`)
  const { version, schema, schemaType, hasReferences, compatibility } = found
  const name = `${subject}, version ${version}`
  if (schemaType !== 'JSON') throw new UsageError(`${name} is ${schemaType}; only JSON Schema is compared.`)
  if (hasReferences) throw new UsageError(`${name} refers to other schemas, which are not compared.`)
  const level = compatibilities.find((one) => compatibility?.toLowerCase().startsWith(one))
  return { name, text: schema, level }
}

function breaksOf(check: ContractCheck, file: string, promised: unknown, compatibility: Compatibility): string[] {
  const { schema, topic } = check
  const forward = compatibility === 'backward' ? [] : schemaBreaks(promised, schema)
  const backward = compatibility === 'forward' ? [] : schemaBreaks(schema, promised)
  return [
    ...forward.map(({ path, why }) => `${sayPath(path)} of ${topic} ${why} with ${file}${sayLines(check, path)}.`),
    ...backward.map(({ path, why }) => `${sayPath(path)} in ${file} ${why} now${sayLines(check, path)}.`),
  ]
}

const sayPath = (path: readonly string[]) => (path.length === 0 ? 'The value' : path.join('.'))

function sayLines({ destination, flow, topic }: ContractCheck, [name]: readonly string[]): string {
  const places = name === undefined ? [] : placesOfField(destination.effective, topic, name)
  const lines = places.flatMap((place) => lineOf(flow.text, [...destination.place, ...place]) ?? [])
  return lines.length === 0 ? '' : ` (${flow.path}, line ${lines.join(', ')})`
}
