import type { ParsedSamples } from '@mapping-designer/mapping-engine'
import type { Sample } from '../../document/sample.ts'

/** The events of a paste as samples, each titled by what tells it apart. */
export function toSamples({ events }: ParsedSamples, newId: () => string): Sample[] {
  return events.map(({ event, text }, index) => ({
    id: newId(),
    title: titleOf(event, index),
    text,
  }))
}

/** What tells an event apart: the id of its entity, or its number in the list. */
export function titleOf(event: Record<string, unknown>, index: number): string {
  const data = event['data']
  const id =
    typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)['id']
      : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `Event ${index + 1}`
}
