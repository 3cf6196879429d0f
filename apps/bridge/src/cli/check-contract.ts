import { type FlowDestination, lineOf, placesOfField, schemaBreaks } from '@mapping-designer/mapping-engine'
import { type JsonObject, tryJson } from '@mapping-designer/shared-types'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { chooseProfile } from './choose-profile.ts'
import { readInput, UsageError } from './read-input.ts'

const modes = ['forward', 'backward', 'full'] as const
type Mode = (typeof modes)[number]

/**
 * What has to be able to read what: the new values those who read with the schema (forward), the values of the schema those who read with the
 * new one (backward), or both. Transitive modes are about all versions of a registry, the others about the newest one.
 */
export const compatibilities = [...modes, ...modes.map((mode) => `${mode}-transitive` as const)] as const
type Compatibility = (typeof compatibilities)[number]

export interface ContractCheck {
  /** What the values of the topic are now. */
  schema: JsonObject
  topic: string
  /** Files with the schemas that were promised before, or `registry` for those of the topic in a schema registry. */
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
    for (const { name, text, mode } of source === 'registry' ? await inRegistry(check) : await inFile(check, source)) {
      const promised: unknown = tryJson(text)
      if (typeof promised !== 'object' && typeof promised !== 'boolean')
        throw new UsageError(`${name} holds no JSON Schema: an object is needed, as contract writes it.`)
      const found = breaksOf(check, name, promised, mode)
      const isKept = `The contract of ${check.topic} is ${mode} compatible with ${name}.`
      write(`${found.length > 0 ? found.join('\n') : isKept}\n`)
      breaks.push(...found)
    }
  }
  return breaks.length === 0
}

interface Promised {
  name: string
  text: string
  mode: Mode
}

const modeOf = (compatibility: string | undefined): Mode =>
  modes.find((mode) => compatibility?.toLowerCase().startsWith(mode)) ?? 'forward'

async function inFile({ compatibility }: ContractCheck, path: string): Promise<Promised[]> {
  return [{ name: path, text: await readInput(path), mode: modeOf(compatibility) }]
}

/** What the registry compares a new schema of the topic with, in its mode or in the one that is named. */
async function inRegistry({ topic, cluster, compatibility }: ContractCheck): Promise<Promised[]> {
  const profile = chooseProfile(cluster)
  if (profile.registry === undefined) throw new UsageError(`The profile ${profile.name} has no schemaRegistry.`)
  const subject = `${topic}-value`
  const versions = await schemaRegistry(profile.registry).compared(subject, compatibility?.endsWith('-transitive'))
  const [newest] = versions
  if (newest === undefined) throw new UsageError(`The registry of ${profile.name} has no subject ${subject}.`)
  const mode = modeOf(compatibility ?? newest.compatibility)
  return versions.map(({ version, schema, schemaType, hasReferences }) => {
    const name = `${subject}, version ${version}`
    if (schemaType !== 'JSON') throw new UsageError(`${name} is ${schemaType}; only JSON Schema is compared.`)
    if (hasReferences) throw new UsageError(`${name} refers to other schemas, which are not compared.`)
    return { name, text: schema, mode }
  })
}

function breaksOf(check: ContractCheck, file: string, promised: unknown, mode: Mode): string[] {
  const { schema, topic } = check
  const forward = mode === 'backward' ? [] : schemaBreaks(promised, schema)
  const backward = mode === 'forward' ? [] : schemaBreaks(schema, promised)
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
