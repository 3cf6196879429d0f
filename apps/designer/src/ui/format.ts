// A formatter takes far longer to make than to use.
const counts = new Intl.NumberFormat('en-US')
const localTimes = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' })
const relativeTimes = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** Bytes with thousands separated, such as `1,048,588 B`. */
export function formatBytes(bytes: number): string {
  return `${formatCount(bytes)} B`
}

/** A Kafka timestamp (ms as text) in UTC, such as `2026-09-14 09:41:07.312`; null where it is no date. */
export function formatUtc(timestamp: string): string | null {
  const date = new Date(Number(timestamp))
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('T', ' ').replace('Z', '')
}

/** A Kafka timestamp in the time of this place; null where it is no date. */
export function localTime(timestamp: string): string | null {
  const date = new Date(Number(timestamp))
  if (Number.isNaN(date.getTime())) return null
  return localTimes.format(date)
}

const units: readonly [Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/** How long ago a Kafka timestamp is, in its largest unit, such as `2 months ago`. */
export function relativeTime(timestamp: string, now: number): string {
  const difference = Number(timestamp) - now
  if (Number.isNaN(difference)) return ''
  const [unit, ms] = units.find(([, size]) => Math.abs(difference) >= size) ?? ['second', 1_000]
  return relativeTimes.format(Math.trunc(difference / ms), unit)
}

/** A value as the lists show it: JSON on one line, cut where it is long. */
export function shortValue(value: unknown, limit = 60): string {
  if (value === undefined) return 'undefined'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}

/** The class that colours a JSON value: `s` a text, `n` a number, `b` true, false and null, `p` what has parts. */
export function tokenOf(value: unknown): 's' | 'n' | 'b' | 'p' {
  if (typeof value === 'string') return 's'
  if (typeof value === 'number') return 'n'
  return typeof value === 'object' && value !== null ? 'p' : 'b'
}

/** With thousands separated, such as `49,000`. */
export function formatCount(count: number): string {
  return counts.format(count)
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

const spans: readonly [unit: string, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/** A time span in its largest whole unit, such as `7 days`. */
export function duration(ms: number): string {
  const [unit, size] = spans.find(([, size]) => ms % size === 0 && ms >= size) ?? ['ms', 1]
  return unit === 'ms' ? `${ms} ms` : plural(ms / size, unit)
}

/** `8 tests pass`, `3 of 8 tests fail`. */
export function testsInWords({ count, failed }: { count: number; failed: number }): string {
  if (failed === 0) return `${plural(count, 'test')} pass${count === 1 ? 'es' : ''}`
  return `${failed} of ${plural(count, 'test')} fail${failed === 1 ? 's' : ''}`
}
