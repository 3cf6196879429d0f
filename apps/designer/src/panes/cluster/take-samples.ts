import { readFrame } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes } from '@mapping-designer/shared-types'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { lineType } from '../../preview/compare-file.ts'
import { plural } from '../../ui/format.ts'
import { prettyJson } from '../../ui/pretty-json.ts'

/** Makes samples of events that came from elsewhere, as JSON texts that stay as they are written, and says so. */
export function takeTexts({ document, view, newId }: DesignerParts, texts: readonly string[], from: string): void {
  if (texts.length === 0) return
  document.getState().actions.addSamples(texts.map((text) => ({ id: newId(), title: from, text })))
  view.getState().actions.say(`${plural(texts.length, 'sample')} taken from ${from}.`)
}

/** Opens the comparison of two flows over events that came from elsewhere, as lines of JSON, without making samples of them. */
export function compareOver({ view }: DesignerParts, lines: readonly BlobPart[], from: string): void {
  const events = new File([...lines], from, { type: lineType })
  view.getState().actions.compare({ events, over: 'events' })
}

/** The event that a record holds, as JSON with the digits that are stored; undefined where its value is none. */
export function eventText(record: BrowsedRecord): string | undefined {
  const text = storedEvent(record)
  return text === undefined ? undefined : prettyJson(text)
}

/** The same on a line of its own: in JSON a line ends between two tokens alone. */
export function eventLine(record: BrowsedRecord): string | undefined {
  return storedEvent(record)?.replace(/[\r\n]+/g, ' ')
}

function storedEvent(record: BrowsedRecord): string | undefined {
  try {
    const text = unframed(record) ?? textOf(record.value)
    const event: unknown = JSON.parse(text)
    const isEvent =
      typeof event === 'object' && event !== null && typeof (event as { name?: unknown }).name === 'string'
    return isEvent ? text : undefined
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
