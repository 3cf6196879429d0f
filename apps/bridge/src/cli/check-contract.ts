import { type FlowDestination, lineOf, placesOfField, schemaBreaks } from '@mapping-designer/mapping-engine'
import { type JsonObject, tryJson } from '@mapping-designer/shared-types'
import { readInput, UsageError } from './read-input.ts'

/**
 * What has to be able to read what: the new values those who read with the schema (forward), the values of the schema those who read with the
 * new one (backward), or both.
 */
export const compatibilities = ['forward', 'backward', 'full'] as const

export interface ContractCheck {
  /** What the values of the topic are now. */
  schema: JsonObject
  topic: string
  /** Files with the schemas that were promised before. */
  files: readonly string[]
  compatibility: (typeof compatibilities)[number]
  /** The text of the flow file, with the name that it is called by. */
  flow: { path: string; text: string }
  destination: FlowDestination
}

/** Writes one sentence for each thing that breaks, with the line of the flow that does it. Answers whether nothing does. */
export async function checkContract(check: ContractCheck, write: (text: string) => void): Promise<boolean> {
  const breaks: string[] = []
  for (const file of check.files) {
    const promised: unknown = tryJson(await readInput(file))
    if (typeof promised !== 'object' && typeof promised !== 'boolean')
      throw new UsageError(`${file} holds no JSON Schema: an object is needed, as contract writes it.`)
    breaks.push(...breaksOf(check, file, promised))
  }
  const kept = `The contract of ${check.topic} is ${check.compatibility} compatible with ${check.files.join(' and ')}.`
  write(`${breaks.length > 0 ? breaks.join('\n') : kept}\n`)
  return breaks.length === 0
}

function breaksOf(check: ContractCheck, file: string, promised: unknown): string[] {
  const { schema, topic, compatibility } = check
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
