import {
  type CodeRunner,
  type FlowDestination,
  isProvable,
  meetsChain,
  needsCode,
  provenVersion,
} from '@mapping-designer/mapping-engine'
import { createCodeRunner, loadSandbox } from '@mapping-designer/mapping-engine/code'
import {
  compareFlowWithPublished,
  compareWithPublished,
  type GenuineCheck,
} from '@mapping-designer/mapping-engine/genuine'
import type { CollectorState, PreviewLine } from '@mapping-designer/shared-types'

/**
 * Asks the published walkerOS packages about one event. Functions of the flow run in the sandbox, as in every preview: they
 * may be anybody's, and have no files, network, environment or endless time.
 */
export async function compareGenuine(
  destination: FlowDestination,
  event: unknown,
  line: Pick<PreviewLine, 'outcome' | 'message' | 'messages'>,
  now: number,
): Promise<GenuineCheck> {
  if (!isProvable(destination.runtime)) {
    return {
      verdict: 'not-checked',
      reason: `the flow runs walkerOS ${destination.runtime.collector}, and only ${provenVersion} can be run`,
    }
  }
  if (destination.unreadable !== undefined) return { verdict: 'not-checked', reason: destination.unreadable }
  const config = destination.effective
  const collector = destination.collector
  const code = needsCode(destination) ? await openSandbox(collector, now) : undefined
  const realNow = Date.now
  // An event without a timestamp is dated by the clock, on both sides by the same one.
  Date.now = () => now
  try {
    if (!meetsChain(destination)) return await compareWithPublished({ config, collector, event, line, now, code })
    const { outcome, message, messages = message === null ? [] : [message] } = line
    return await compareFlowWithPublished({ destination, event, outcome, records: messages, now, code })
  } finally {
    Date.now = realNow
    code?.dispose()
  }
}

async function openSandbox(collector: CollectorState, now: number): Promise<CodeRunner> {
  return createCodeRunner(await loadSandbox(), { now, collector: { consent: {}, ...collector } })
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
