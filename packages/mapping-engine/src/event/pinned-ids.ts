/**
 * Ids that production makes at random are pinned in a preview, so that the same event gives the same record on the
 * screen, on the bridge and in a test. They follow from the event's own text.
 */
export function pinnedSpanId(event: unknown): string {
  return hash64(JSON.stringify(event) ?? '')
}

/** The 32 hex digits of the run's trace id. */
export const pinnedTrace = '0'.repeat(32)

/** The id of an event that is written: two equal events that were read from two places have two ids. */
export function seededSpanId(seed: string, event: unknown): string {
  return hash64(`${seed}\n${JSON.stringify(event)}`)
}

/** The trace of an event that is written. */
export function seededTrace(seed: string): string {
  return hash64(`trace ${seed}`) + hash64(`${seed} trace`)
}

function hash64(text: string): string {
  const [high, low] = hashWords(text)
  return hex(high) + hex(low)
}

/** 64 bits that follow from a text. FNV-1a over UTF-16 units in two independent 32-bit lanes. */
export function hashWords(text: string): [high: number, low: number] {
  let low = 0x811c9dc5
  let high = 0xcbf29ce4
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ (unit + index), 0x01000197)
  }
  return [high, low]
}

function hex(part: number): string {
  return (part >>> 0).toString(16).padStart(8, '0')
}
