import { jsonSize } from '@mapping-designer/mapping-engine'
import type { JsonValue, LiveEvent, LiveState } from '@mapping-designer/shared-types'

/** The newest events that running flows sent, for the page to take as samples. Nothing of them is written to disk. */
export interface LiveTap {
  /** In the path of `/collect`, because a walkerOS destination can set an address more easily than a header. */
  readonly key: string
  state(): LiveState
  open(isOpen: boolean): void
  /** How many were taken; the rest was too large or over the rate, or the tap is closed. `texts` where JSON loses something of them. */
  take(events: readonly JsonValue[], texts?: readonly string[]): number
  /** The events kept, and then each new one until the answered function is called. */
  watch(listener: (event: LiveEvent) => void): () => void
}

const mebibyte = 2 ** 20

/** What is kept, and what is taken in a second; sizes in characters of JSON. */
const maxKept = { events: 500, size: 2 * mebibyte }
const maxPerSecond = { events: 200, size: 4 * mebibyte }
const maxEvent = mebibyte

export function createLiveTap(key: string, clock: () => number): LiveTap {
  let isOpen = true
  let number = 0
  let taken = 0
  let dropped = 0
  let second = { at: 0, events: 0, size: 0 }
  let keptSize = 0
  const kept: { live: LiveEvent; size: number }[] = []
  const listeners = new Set<(event: LiveEvent) => void>()

  const isWithinRate = (at: number, size: number): boolean => {
    if (Math.floor(at / 1_000) !== second.at) second = { at: Math.floor(at / 1_000), events: 0, size: 0 }
    if (second.events >= maxPerSecond.events || second.size + size > maxPerSecond.size) return false
    second.events++
    second.size += size
    return true
  }

  const keep = (live: LiveEvent, size: number) => {
    kept.push({ live, size })
    keptSize += size
    while (kept.length > maxKept.events || keptSize > maxKept.size) keptSize -= kept.shift()?.size ?? 0
  }

  const takeOne = (event: JsonValue, text: string | undefined, at: number): boolean => {
    const size = jsonSize(event, maxEvent)
    if (!isOpen || size > maxEvent || !isWithinRate(at, size)) return false
    const live = { number: ++number, at, event, ...(text !== undefined && { text }) }
    keep(live, size)
    for (const listener of listeners) listener(live)
    return true
  }

  return {
    key,
    state: () => ({ isOpen, path: `/collect/${key}`, taken, dropped }),
    open(next) {
      isOpen = next
    },
    take(given, texts = []) {
      const at = clock()
      const count = given.filter((event, index) => takeOne(event, texts[index], at)).length
      taken += count
      dropped += given.length - count
      return count
    },
    watch(listener) {
      for (const { live } of kept) listener(live)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
