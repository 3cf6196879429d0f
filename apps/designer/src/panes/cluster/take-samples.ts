import { writeEvent } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { plural } from '../../ui/format.ts'

/** Makes samples of events that came from a cluster or a running flow, and says so. */
export function takeSamples({ document, view, newId }: DesignerParts, events: readonly unknown[], from: string): void {
  if (events.length === 0) return
  document.getState().actions.addSamples(events.map((event) => ({ id: newId(), title: from, text: writeEvent(event) })))
  view.getState().actions.say(`${plural(events.length, 'sample')} taken from ${from}.`)
}

/** The event that a record holds, or undefined where its value is none. */
export function eventOf({ value }: BrowsedRecord): object | undefined {
  try {
    const event: unknown = JSON.parse(textOf(value))
    const isEvent =
      typeof event === 'object' && event !== null && typeof (event as { name?: unknown }).name === 'string'
    return isEvent ? (event as object) : undefined
  } catch {
    return undefined
  }
}

export function textOf(bytes: Bytes): string {
  if (bytes === null) return 'null'
  return 'text' in bytes ? bytes.text : `base64 ${bytes.base64}`
}

/** JSON on lines of its own; other text as it is. */
export function pretty(bytes: Bytes): string {
  try {
    return JSON.stringify(JSON.parse(textOf(bytes)), null, 2)
  } catch {
    return textOf(bytes)
  }
}
