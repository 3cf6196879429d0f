// Evaluates events of a flow with functions, apart from the server, so that it can be ended when a function never returns.
import { parentPort } from 'node:worker_threads'
import {
  collectorOf,
  type EventContext,
  type FlowDestination,
  planDestination,
  previewLine,
} from '@mapping-designer/mapping-engine'
import { createCodeRunner, encodeValue, loadSandbox } from '@mapping-designer/mapping-engine/code'
import type { Outcome, PreviewLine } from '@mapping-designer/shared-types'

export interface WorkerTask {
  destination: FlowDestination
  events: readonly unknown[]
  now: number
  /** Index of the first event in the whole request. */
  from: number
  /** The clock and the seed of each event, where they are not pinned. */
  contexts?: readonly EventContext[] | undefined
}

export type WorkerAnswer =
  | { index: number; line: PreviewLine; outcome: Outcome; explanation: string }
  | 'done'
  | 'ready'

const say = (answer: WorkerAnswer) => parentPort?.postMessage(answer)

parentPort?.on('message', async ({ destination, events, now, from, contexts }: WorkerTask) => {
  const collector = { consent: {}, ...collectorOf(destination) }
  const open = async () => {
    const code = createCodeRunner(await loadSandbox(), { now, collector })
    return { code, plan: planDestination(destination, { now, code }) }
  }
  let sandbox = await open()
  for (const [offset, event] of events.entries()) {
    if (sandbox.code.isSpent) sandbox = await open()
    const index = from + offset
    const { errors, ...told } = sandbox.plan.plan.explain(event, contexts?.[offset])
    const explanation = { ...told, errors: errors.map(({ message, error }) => ({ message, error: String(error) })) }
    const line = previewLine(sandbox.plan, told, index)
    say({ index, line, outcome: told.outcome, explanation: encodeValue(explanation) })
  }
  sandbox.code.dispose()
  say('done')
})
await loadSandbox()
say('ready')
