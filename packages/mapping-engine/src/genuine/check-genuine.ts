import type { GenuineCheck, KafkaRecord, PreviewLine } from '@mapping-designer/shared-types'
import { meetsChain, needsCode } from '../chain/plan-whole.ts'
import type { FlowDestination } from '../flow/read-flow.ts'
import { resolveFlow } from '../flow/resolve-references.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { CodeFault, type CodeRunner } from '../value/code-function.ts'
import { firstDifference } from './compare-record.ts'
import { renameIds } from './rename-ids.ts'
import { type GenuineSend, pinned, runGenuine } from './run-genuine.ts'
import { runGenuineFlow } from './run-genuine-flow.ts'
import { bundledPackages, type WalkerosPackages } from './walkeros-packages.ts'

export interface GenuineQuestion {
  destination: FlowDestination
  event: unknown
  outcome: PreviewLine['outcome']
  /** All that the event comes to at the destination, as the preview shows it. */
  records: readonly KafkaRecord[]
  /** ms since 1970 */
  now: number
  /** What the answer is named by. */
  version: string
  packages?: WalkerosPackages
}

/**
 * Takes an event the whole way through published packages and compares what the destination sends with the preview, byte by
 * byte. Functions of the flow run in the sandbox: they may be anybody's. Stops the clock of its process while it runs.
 */
export async function checkGenuine(question: GenuineQuestion): Promise<GenuineCheck> {
  const { version, now } = question
  const reason = whyNot(question)
  if (reason !== null) return { verdict: 'not-proven', version, reason }
  const realNow = Date.now
  // An event without a timestamp is dated by the clock, on both sides by the same one.
  Date.now = () => now
  try {
    return await compare(question)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    const what = error instanceof CodeFault ? 'a function was not run' : 'walkerOS could not be run'
    return { verdict: 'not-proven', version, reason: `${what}: ${cause}` }
  } finally {
    Date.now = realNow
  }
}

async function compare(question: GenuineQuestion): Promise<GenuineCheck> {
  const { destination, event, records, version } = question
  const given = JSON.stringify([event, destination.whole?.file])
  const sent = await run(question)
  const difference = firstDifference(renameIds(sent, records, given), records)
  if (difference === null) return { verdict: 'same', version }
  // What is made at random differs from run to run.
  const again = renameIds(await run(question), sent, given)
  if (firstDifference(again, sent) === null) return { verdict: 'different', version, ...difference }
  return { verdict: 'not-proven', version, reason: 'the record depends on an id that walkerOS makes at random' }
}

/** The records that the packages send of the event. */
async function run({ destination, event, now, packages = bundledPackages }: GenuineQuestion): Promise<KafkaRecord[]> {
  const { effective: config, collector, whole, flowName, name } = destination
  const code = needsCode(destination) ? await openSandbox(destination, now) : undefined
  try {
    if (whole === undefined || !meetsChain(destination)) {
      const { sends } = await runGenuine({ config, collector: { ...collector }, event, now, code, packages })
      return sends.map(asRecord)
    }
    const resolved = resolveFlow(whole.file, flowName, whole.env)
    if ('failure' in resolved) throw new Error(resolved.failure)
    const flow = isPlainObject(resolved.settings) ? structuredClone(resolved.settings) : {}
    const { entry, scope } = whole
    // What a source hands over gets its id on the way, so that its chain sees none.
    const handed = entry.into === 'source' ? structuredClone(event) : pinned(event, now)
    const { sends } = await runGenuineFlow(flow, entry, handed, { scope, code, packages })
    return (sends[name] ?? []).map(asRecord)
  } finally {
    code?.dispose()
  }
}

function asRecord({ topic, messages: [message] }: GenuineSend): KafkaRecord {
  return { topic, ...message } as KafkaRecord
}

/** Loaded only for flows with functions, which run in it and nowhere else. */
async function openSandbox({ collector }: FlowDestination, now: number): Promise<CodeRunner> {
  const { createCodeRunner, loadSandbox } = await import('../code/index.ts')
  const state = { consent: {}, globals: {}, user: {}, custom: {}, ...collector }
  return createCodeRunner(await loadSandbox(), { now, collector: state })
}

/** Where a run of the packages would not be the run that the preview shows. */
function whyNot({ destination, outcome }: GenuineQuestion): string | null {
  const { whole, unreadable, refused } = destination
  if (refused !== undefined) return 'walkerOS would not bundle the flow'
  if (unreadable !== undefined) return unreadable
  if (Object.keys(whole?.assume ?? {}).length > 0) return 'a step is assumed'
  if (outcome === 'not-proven') return 'a step of the flow cannot be run'
  return null
}
