/**
 * Ids that production makes at random are pinned in a preview, so that the same event gives the same record on the
 * screen, on the bridge and in a test. They follow from the event's own text.
 */
export function pinnedSpanId(event: unknown): string {
  return hash64(JSON.stringify(event) ?? '')
}

/** The 32 hex digits of the run's trace id. */
export const pinnedTrace = '0'.repeat(32)

// FNV-1a over UTF-16 units in two independent 32-bit lanes.
function hash64(text: string): string {
  let low = 0x811c9dc5
  let high = 0xcbf29ce4
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ (unit + index), 0x01000197)
  }
  return hex(high) + hex(low)
}

function hex(part: number): string {
  return (part >>> 0).toString(16).padStart(8, '0')
}
