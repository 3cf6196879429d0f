import { chooseFromFlow, type FlowDestination } from '@mapping-designer/mapping-engine'
import { type StandIns, standInsSchema, tryJson } from '@mapping-designer/shared-types'
import { readEnvFile, readInput, UsageError } from './read-input.ts'

/** Options by which a command finds its destination. */
export interface DestinationOptions {
  flow?: string | undefined
  destination?: string | undefined
  /** A file with values for references. */
  env?: string | undefined
  /** Where the events come into the flow: `collector`, by default, or `source.NAME`. */
  into?: string | undefined
  /** Everything before the destination is left out. */
  destinationOnly?: boolean | undefined
  /** A file with what to assume of transformers that cannot be run. */
  assume?: string | undefined
  /** The version of walkerOS to evaluate as, in place of the one that the flow pins. */
  runtime?: string | undefined
}

/** The destination of a flow file that a command names, or the only one. Throws a UsageError that names the file. */
export async function chooseDestination(path: string, options: DestinationOptions): Promise<FlowDestination> {
  return destinationIn(await readInput(path), path, options)
}

/** The same of the text of a flow file; `path` is how errors name it. */
export async function destinationIn(flow: string, path: string, options: DestinationOptions): Promise<FlowDestination> {
  const env = options.env === undefined ? {} : await readEnvFile(options.env)
  const { flow: flowName, destination, runtime } = options
  const assume = options.assume === undefined ? undefined : await readStandIns(options.assume)
  const found = chooseFromFlow({ flow, flowName, destination, env, into: doorOf(options), runtime, assume })
  if (!('error' in found)) return found
  throw new UsageError(`${path}: ${[found.error.message, found.error.hint].filter(Boolean).join(' ')}`)
}

/** Where events come in; nowhere where the destination alone is wanted. */
export function doorOf({ into = 'collector', destinationOnly }: DestinationOptions): string | undefined {
  return destinationOnly ? undefined : into
}

async function readStandIns(path: string): Promise<StandIns> {
  const read = standInsSchema.safeParse(tryJson(await readInput(path)))
  if (read.success) return read.data
  const shape = '{"NAME":{"mapping":{"policy":{…}}}} or {"NAME":{"push":"(event) => ({ event })"}}'
  throw new UsageError(`${path} must hold ${shape}, with the name of a transformer.`)
}
