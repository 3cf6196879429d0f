import type { Way } from '../destination-plan.ts'
import type { Entry } from '../flow/whole-flow.ts'
import { compileMapEvent } from '../rule/map-event.ts'
import type { BundledStep } from './bundle-flow.ts'
import { isCollectorPlain } from './enter-collector.ts'
import type { FlowParts } from './flow-parts.ts'
import { walkChain } from './route.ts'
import { asMapping } from './step-mapping.ts'

/** Far below where any walkerOS ends a chain. */
const maxStraightSteps = 100

/**
 * The way of an event from the collector to a destination where mappings alone stand on it, one after the other, and nothing has a choice
 * or a memory; null for any other. No function may stand in the flow.
 */
export function compileStraightWay(flow: FlowParts, entry: Entry, destination: BundledStep): Way | null {
  const { before, cache, state, next } = destination
  if (entry.into !== 'collector' || !isCollectorPlain(flow)) return null
  if (typeof before !== 'string' || (cache ?? state ?? next) !== undefined) return null
  const steps = new Map(flow.transformers.map((step) => [step.name, step]))
  const names = walkChain(before, (name) => (steps.has(name) ? steps.get(name)?.next : null))
  const chain = names.flatMap((name) => steps.get(name) ?? [])
  if (chain.length > maxStraightSteps || !chain.every(isMappingAlone)) return null
  const mappings = chain
    .filter(({ mapping }) => mapping !== undefined && mapping !== null)
    .map(({ name, mapping }) => ({ name, map: compileMapEvent(asMapping(mapping), flow.semantics) }))
  return (event, frame) => {
    let current = event
    for (const { name, map } of mappings) {
      const mapped = map(current, frame, null)
      if (mapped.isIgnored) return name
      current = mapped.event
    }
    return current
  }
}

function isMappingAlone({ is, before, next, cache, state, config }: BundledStep): boolean {
  const others = [before, cache, state, config['disabled'], config['mock'], config['chainMocks']]
  return is === 'pass' && others.every((part) => part === undefined) && (next === undefined || typeof next === 'string')
}
