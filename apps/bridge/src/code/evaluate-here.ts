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
import { takeLooked } from '../reading/left-out.ts'
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

/** Whether small events are evaluated here. */
export function isLightDestination(destination: FlowDestination): boolean {
  const { mayBeEndless, size } = costsOf(destination)
  return !mayBeEndless && size <= maxConfig
}

/** Whether events are evaluated here: no event can come to much, even if each field of the config held the whole of it. */
export function isLight({ destination, events, partly }: EvaluationRequest): boolean {
  if (!isLightDestination(destination)) return false
  const max = maxWeight / Math.max(1, costsOf(destination).size / fieldSize)
  return events.every((event, index) => (partly?.[index]?.size ?? jsonSize(event, max)) <= max)
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
  { events, contexts, partly, bounds }: EvaluationRequest,
  { make, sizeOf }: Wanted<Result>,
  meter: RequestMeter,
  flowPlan: FlowPlan,
): Promise<Result[]> {
  const results: Result[] = []
  let since = performance.now()
  for (const [index, event] of events.entries()) {
    const context = contexts?.[index]
    const first = make(flowPlan, event, context)
    const looked = takeLooked()
    const part = looked.length > 0 ? partly?.[index] : undefined
    const result = part === undefined ? first : make(flowPlan, part.complete(looked), context)
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
