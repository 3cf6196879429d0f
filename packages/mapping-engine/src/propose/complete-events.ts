import { type JsonObject, jsonOrText } from '@mapping-designer/shared-types'
import { compileDestination } from '../compile-destination.ts'
import { isPlainObject } from '../path/is-plain-object.ts'

/** A config that sends each event as it is. */
export const plainSettings = { kafka: { brokers: ['localhost:9092'], topic: 'events' } }

export interface CompleteEvent {
  /** The event as the mapping meets it, with what walkerOS fills in. */
  complete: JsonObject
  /** Its number in what was given, from 0. */
  index: number
}

/** Events by their name, and a sentence for each that cannot be mapped. */
export function completeEvents(events: readonly unknown[]): { byName: Map<string, CompleteEvent[]>; notes: string[] } {
  const plan = compileDestination({ settings: plainSettings })
  const byName = new Map<string, CompleteEvent[]>()
  const notes: string[] = []
  for (const [index, event] of events.entries()) {
    const outcome = plan.run(event)
    const complete = 'record' in outcome ? jsonOrText(outcome.record.value) : undefined
    if (isPlainObject(complete)) {
      const name = String(complete['name'])
      byName.set(name, [...(byName.get(name) ?? []), { complete, index }])
    } else notes.push(`Event ${index + 1} cannot be mapped: ${'detail' in outcome ? outcome.detail : outcome.kind}.`)
  }
  return { byName, notes }
}
