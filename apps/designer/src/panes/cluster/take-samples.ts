import { readFrame } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { plural } from '../../ui/format.ts'
import { prettyJson } from '../../ui/pretty-json.ts'

/** Makes samples of events that came from elsewhere, as JSON texts that stay as they are written, and says so. */
export function takeTexts({ document, view, newId }: DesignerParts, texts: readonly string[], from: string): void {
  if (texts.length === 0) return
  document.getState().actions.addSamples(texts.map((text) => ({ id: newId(), title: from, text })))
  view.getState().actions.say(`${plural(texts.length, 'sample')} taken from ${from}.`)
}

/** Opens the comparison of two flows over events that came from elsewhere, without making samples of them. */
export function compareOver({ view }: DesignerParts, texts: readonly string[], from: string): void {
  view.getState().actions.compare({ events: new File([`[${texts.join(',')}]`], from), over: 'events' })
}

/** The event that a record holds, as JSON with the digits that are stored; undefined where its value is none. */
export function eventText(record: BrowsedRecord): string | undefined {
  try {
    const text = unframed(record) ?? textOf(record.value)
    const event: unknown = JSON.parse(text)
    const isEvent =
      typeof event === 'object' && event !== null && typeof (event as { name?: unknown }).name === 'string'
    return isEvent ? prettyJson(text) : undefined
  } catch {
    return undefined
  }
}

/** What a framed value says, as JSON; undefined where it has no frame, or cannot be read. */
export function unframed({ value, decoded }: BrowsedRecord): string | undefined {
  return decoded !== undefined && 'json' in decoded ? decoded.json : readFrame(value)?.json
}

/** Partition and offset, such as `2@391`. */
export function placeOf({ partition, offset }: BrowsedRecord): string {
  return `${partition}@${offset}`
}

export function textOf(bytes: Bytes): string {
  if (bytes === null) return 'null'
  return 'text' in bytes ? bytes.text : `base64 ${bytes.base64}`
}
