import { isPlainObject } from '../path/is-plain-object.ts'

/** An event without a time of its own gets that of its record, ms since 1970. */
export function withTime(event: unknown, timestamp: number): unknown {
  return isPlainObject(event) && event['timestamp'] === undefined ? { ...event, timestamp } : event
}
