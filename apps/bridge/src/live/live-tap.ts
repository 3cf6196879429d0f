import type { JsonValue, LiveEvent, LiveState } from '@mapping-designer/shared-types'

/** The newest events that running flows sent, for the page to take as samples. Nothing of them is written to disk. */
export interface LiveTap {
  /** In the path of `/collect`, because a walkerOS destination can set an address more easily than a header. */
  readonly key: string
  state(): LiveState
  open(isOpen: boolean): void
  /** How many were taken; the rest was over the rate, or the tap is closed. */
  take(events: readonly JsonValue[]): number
  /** The events kept, and then each new one until the answered function is called. */
  watch(listener: (event: LiveEvent) => void): () => void
}

const kept = 500
const mostPerSecond = 200

export function createLiveTap(key: string, clock: () => number): LiveTap {
  let isOpen = true
  let number = 0
  let taken = 0
  let dropped = 0
  let second = { at: 0, count: 0 }
  const events: LiveEvent[] = []
  const listeners = new Set<(event: LiveEvent) => void>()
  return {
    key,
    state: () => ({ isOpen, path: `/collect/${key}`, taken, dropped }),
    open(next) {
      isOpen = next
    },
    take(given) {
      const at = clock()
      if (Math.floor(at / 1_000) !== second.at) second = { at: Math.floor(at / 1_000), count: 0 }
      const room = isOpen ? Math.max(0, mostPerSecond - second.count) : 0
      const now = given.slice(0, room)
      second.count += now.length
      taken += now.length
      dropped += given.length - now.length
      for (const event of now) {
        const live = { number: ++number, at, event }
        events.push(live)
        if (events.length > kept) events.shift()
        for (const listener of listeners) listener(live)
      }
      return now.length
    },
    watch(listener) {
      for (const event of events) listener(event)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
