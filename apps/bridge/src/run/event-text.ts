import { readFrame } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { originOf, whyNoValue } from './dead-letter.ts'

/** The text of the event in a record, or why there is none, with the clock and the seed that make doing it again give the same. */
export type EventText = { context: { now: number; seed: string } } & (
  | { text: string; fault?: never }
  | { text?: never; fault: string }
)

export function eventText(record: BrowsedRecord): EventText {
  const { value, timestamp } = record
  const { topic, partition, offset } = originOf(record)
  // Records of the oldest formats have no time.
  const time = Number(timestamp)
  const now = time < 0 ? Date.now() : time
  const context = { now, seed: `${topic}/${partition}/${offset}` }
  if (value === null) return { context, fault: whyNoValue(record) }
  if (record.decoded !== undefined && 'fault' in record.decoded) return { context, fault: record.decoded.fault }
  const framed = readFrame(value)
  const json = record.decoded?.json ?? framed?.json
  if (framed !== undefined && json === undefined) {
    const fault = `The value is framed for schema ${framed.schemaId}, and the profile has no schemaRegistry to read it with`
    return { context, fault }
  }
  const text = json ?? ('text' in value ? value.text : undefined)
  return text === undefined ? { context, fault: 'The value is not UTF-8, so it is not JSON' } : { context, text }
}
