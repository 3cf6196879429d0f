import { chooseFromFlow } from '@mapping-designer/mapping-engine'
import { createEventRunner } from '../code/event-runner.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import { createRateLimit } from '../deliver/rate.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { type RunCounts, runWorker } from '../run/run-worker.ts'
import { chooseProfile } from './choose-profile.ts'
import { readEnvFile, readInput, UsageError } from './read-input.ts'

export interface RunCommandOptions {
  from: string
  group: string
  deadLetter?: string
  profile?: string
  config?: string
  confirm?: string
  start: string
  flow?: string
  destination?: string
  env?: string
}

const tellEvery = 5_000

/** `run FLOW --from TOPIC --group G`: maps a topic until it is stopped. Answers the exit code. */
export async function run(flowPath: string, options: RunCommandOptions, tell: (line: string) => void): Promise<number> {
  const { from, group, start, deadLetter = `${from}.dead-letter` } = options
  if (start !== 'earliest' && start !== 'latest') throw new UsageError('--start must be earliest or latest.')
  const profile = chooseProfile(options)
  guardProducing(profile, options.confirm)
  const env = options.env === undefined ? {} : await readEnvFile(options.env)
  const flow = await readInput(flowPath)
  const destination = chooseFromFlow({ flow, flowName: options.flow, destination: options.destination, env })
  if ('error' in destination) {
    const { message, hint } = destination.error
    throw new UsageError(`${flowPath}: ${[message, hint].filter(Boolean).join(' ')}`)
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const runner = createEventRunner()
  let told = 0
  try {
    const counts = await runWorker({
      profile,
      registry: profile.registry && schemaRegistry(profile.registry),
      rate: createRateLimit(Date.now),
      destination,
      runner,
      from,
      group,
      deadLetter,
      start,
      signal: stop.signal,
      onTrouble: tell,
      onProgress(now) {
        if (Date.now() - told < tellEvery) return
        told = Date.now()
        tell(inWords(now))
      },
    })
    tell(`Stopped: ${inWords(counts)}`)
    return 0
  } finally {
    await runner.close()
  }
}

function inWords({ read, produced, skipped, deadLettered }: Readonly<RunCounts>): string {
  return `${read} read, ${produced} produced, ${skipped} skipped, ${deadLettered} to the dead-letter topic.`
}
