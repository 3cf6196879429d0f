/** Bytes with thousands separated, such as `1,048,588 B`. */
export function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} B`
}

/** A Kafka timestamp (ms as text) in UTC, such as `2026-09-14 09:41:07.312`; null where it is no date. */
export function formatUtc(timestamp: string): string | null {
  const date = new Date(Number(timestamp))
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('T', ' ').replace('Z', '')
}

/** A value as the lists show it: JSON on one line, cut where it is long. */
export function shortValue(value: unknown, limit = 60): string {
  if (value === undefined) return 'undefined'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** `8 tests pass`, `3 of 8 tests fail`. */
export function testsInWords({ count, failed }: { count: number; failed: number }): string {
  if (failed === 0) return `${plural(count, 'test')} pass${count === 1 ? 'es' : ''}`
  return `${failed} of ${plural(count, 'test')} fail${failed === 1 ? 's' : ''}`
}
