import {
  collectorOf,
  effectiveConfig,
  type FlowDestination,
  isProvable,
  provenVersion,
} from '@mapping-designer/mapping-engine'
import { compareWithPublished, type GenuineCheck } from '@mapping-designer/mapping-engine/genuine'
import type { PreviewLine } from '@mapping-designer/shared-types'

/**
 * Asks the published walkerOS packages about one event. Functions of the flow run in this process, as they would in
 * production; only the command line does that, for a file that its user named.
 */
export async function compareGenuine(
  destination: FlowDestination,
  event: unknown,
  line: Pick<PreviewLine, 'outcome' | 'message'>,
  now: number,
): Promise<GenuineCheck> {
  if (!isProvable(destination.runtime)) {
    return {
      verdict: 'not-checked',
      reason: `the flow runs walkerOS ${destination.runtime.collector}, and only ${provenVersion} can be run`,
    }
  }
  if ('failure' in destination.resolved) return { verdict: 'not-checked', reason: destination.resolved.failure }
  const realNow = Date.now
  // An event without a timestamp is dated by the clock, on both sides by the same one.
  Date.now = () => now
  try {
    return await compareWithPublished({
      config: effectiveConfig(destination),
      collector: collectorOf(destination),
      event,
      line,
      now,
    })
  } finally {
    Date.now = realNow
  }
}

export function genuineForPeople(check: GenuineCheck): string {
  switch (check.verdict) {
    case 'same':
      return `  same as walkerOS ${check.version}\n\n`
    case 'different':
      return `  DIFFERENT from walkerOS ${check.version}: ${check.field} at byte ${check.at}\n  ${JSON.stringify(check.genuine)}\n\n`
    case 'not-checked':
      return `  not checked against walkerOS: ${check.reason}\n\n`
  }
}
