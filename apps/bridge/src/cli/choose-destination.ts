import { chooseFromFlow, type FlowDestination } from '@mapping-designer/mapping-engine'
import { readEnvFile, readInput, UsageError } from './read-input.ts'

/** Options by which a command finds its destination. */
export interface DestinationOptions {
  flow?: string | undefined
  destination?: string | undefined
  /** A file with values for references. */
  env?: string | undefined
  /** Events take the whole way of the flow from here: `collector` or `source.NAME`. */
  into?: string | undefined
  /** The version of walkerOS to evaluate as, in place of the one that the flow pins. */
  runtime?: string | undefined
}

/** The destination of a flow file that a command names, or the only one. Throws a UsageError that names the file. */
export async function chooseDestination(path: string, options: DestinationOptions): Promise<FlowDestination> {
  const env = options.env === undefined ? {} : await readEnvFile(options.env)
  const flow = await readInput(path)
  const { flow: flowName, destination, into, runtime } = options
  const found = chooseFromFlow({ flow, flowName, destination, env, into, runtime })
  if (!('error' in found)) return found
  throw new UsageError(`${path}: ${[found.error.message, found.error.hint].filter(Boolean).join(' ')}`)
}
