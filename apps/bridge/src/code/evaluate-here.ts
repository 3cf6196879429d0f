import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type FlowDestination,
  type FlowPlan,
  hasPatterns,
  jsonSize,
  meetsChain,
  needsCode,
  needsPorts,
  wayTo,
} from '@mapping-designer/mapping-engine'
import type { EvaluationRequest, Wanted } from './event-result.ts'
import type { RequestMeter } from './request-bounds.ts'

/** ms that events are evaluated here before anything else has its turn */
const turn = 15
/** Characters of a config that is evaluated here. */
const maxConfig = 100_000
/** Characters that a field takes in a config at least. */
const fieldSize = 16
/** Characters that may come of an event here: it takes about 0.1 s. */
const maxWeight = 16 * 2 ** 20

const costs = new WeakMap<FlowDestination, { mayBeEndless: boolean; size: number }>()

/** Whether events are evaluated here: no event can come to much, even if each field of the config held the whole of it. */
export function isLight(destination: FlowDestination, events: readonly unknown[]): boolean {
  const { mayBeEndless, size } = costsOf(destination)
  if (mayBeEndless || size > maxConfig) return false
  const max = maxWeight / Math.max(1, size / fieldSize)
  return events.every((event) => jsonSize(event, max) <= max)
}

function costsOf(destination: FlowDestination) {
  const known = costs.get(destination)
  if (known !== undefined) return known
  const config = meetsChain(destination) ? wayTo(destination) : destination.effective
  // A published transformer is loaded first, as the functions' sandbox is; it and a pattern may take without end.
  const mayBeEndless = needsCode(destination) || needsPorts(destination.whole?.file) || hasPatterns(destination)
  const made = { mayBeEndless, size: jsonSize(config) }
  costs.set(destination, made)
  return made
}

/** Evaluates events in this process, until the meter has no room. Rejects where the caller has left. */
export async function evaluateHere<Result>(
  { events, contexts, bounds }: EvaluationRequest,
  { make, sizeOf }: Wanted<Result>,
  meter: RequestMeter,
  flowPlan: FlowPlan,
): Promise<Result[]> {
  const results: Result[] = []
  let since = performance.now()
  for (const [index, event] of events.entries()) {
    const result = make(flowPlan, event, contexts?.[index])
    results.push(result)
    meter.add(() => sizeOf(result))
    if (meter.room() <= 0) break
    if (performance.now() - since < turn) continue
    await nextTurn()
    bounds?.signal?.throwIfAborted()
    since = performance.now()
  }
  return results
}
