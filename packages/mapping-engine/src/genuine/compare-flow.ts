import type { KafkaRecord, PreviewLine } from '@mapping-designer/shared-types'
import type { FlowDestination } from '../flow/read-flow.ts'
import { resolveFlow } from '../flow/resolve-references.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { provenVersion } from '../runtime/versions.ts'
import { CodeFault, type CodeRunner } from '../value/code-function.ts'
import { compareSend, type GenuineCheck } from './compare-record.ts'
import { pinned } from './run-genuine.ts'
import { runGenuineFlow } from './run-genuine-flow.ts'

export interface GenuineFlowQuestion {
  destination: FlowDestination
  event: unknown
  outcome: PreviewLine['outcome']
  /** All that the event comes to at the destination. */
  records: readonly KafkaRecord[]
  now: number
  code?: CodeRunner | undefined
}

/** Takes an event the whole way through the published packages, and compares what the destination sends, byte by byte. */
export async function compareFlowWithPublished(question: GenuineFlowQuestion): Promise<GenuineCheck> {
  const reason = whyNot(question)
  if (reason !== null) return { verdict: 'not-checked', reason }
  const { destination, event, records, now, code } = question
  const { whole, flowName, name } = destination
  const resolved = resolveFlow(whole?.file, flowName, whole?.env ?? {})
  if ('failure' in resolved) return { verdict: 'not-checked', reason: resolved.failure }
  try {
    const flow = isPlainObject(resolved.settings) ? resolved.settings : {}
    const { sends } = await runGenuineFlow(flow, { into: 'collector' }, pinned(event, now), { code })
    const own = sends[name] ?? []
    for (const [index, send] of own.entries()) {
      const check = compareSend(send, records[index] ?? null)
      if (check.verdict !== 'same') return check
    }
    if (own.length === records.length) return { verdict: 'same', version: provenVersion }
    return { verdict: 'different', version: provenVersion, field: 'records', at: own.length, genuine: null }
  } catch (error) {
    if (error instanceof CodeFault)
      return { verdict: 'not-checked', reason: `a function was not run: ${error.message}` }
    throw error
  }
}

/** Where a run of the packages would not be the run that the preview shows. */
function whyNot({ destination: { whole }, outcome }: GenuineFlowQuestion): string | null {
  if (whole === undefined) return 'the flow is not there'
  if (whole.entry.into === 'source') return 'events of a source get ids and times of their own'
  if (Object.keys(whole.assume ?? {}).length > 0) return 'a step is assumed'
  return outcome === 'not-proven' ? 'a step cannot be run here' : null
}
