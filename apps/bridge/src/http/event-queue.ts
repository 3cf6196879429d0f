/** An event of a stream, its data as JSON text. */
export interface QueuedEvent {
  name: string
  text: string
}

/** Events that wait for a connection to take them; what they take in memory is bounded. */
export interface EventQueue extends AsyncIterable<QueuedEvent> {
  /**
   * Puts an event behind the others. The oldest are left out where all together have too many bytes, and a `dropped` event
   * says how many. Resolves when the event was taken or left out.
   */
  push(name: string, text: string): Promise<void>
  /** Nothing more will come: the iteration ends behind what waits. */
  end(): void
  /** Nobody will read on: leaves out what waits, too. */
  close(): void
  readonly isEmpty: boolean
}

/** UTF-8 bytes of the events that several queues have waiting. */
export interface QueuePool {
  bytes: number
  readonly maxBytes: number
}

/**
 * `maxBytes` of the UTF-8 text of all events of this queue, and of all queues of its pool; the newest event is kept even if it
 * alone has more.
 */
export function createEventQueue(maxBytes: number, pool: QueuePool = { bytes: 0, maxBytes }): EventQueue {
  const waiting: (QueuedEvent & { bytes: number; settle: () => void })[] = []
  let bytes = 0
  let dropped = 0
  let isEnded = false
  let wake = () => {}

  const shift = () => {
    const first = waiting.shift()
    bytes -= first?.bytes ?? 0
    pool.bytes -= first?.bytes ?? 0
    first?.settle()
    return first
  }

  return {
    push(name, text) {
      const size = Buffer.byteLength(text)
      if (isEnded) return Promise.resolve()
      return new Promise((settle) => {
        waiting.push({ name, text, bytes: size, settle })
        bytes += size
        pool.bytes += size
        while ((bytes > maxBytes || pool.bytes > pool.maxBytes) && waiting.length > 1) {
          shift()
          dropped++
        }
        wake()
      })
    },
    end() {
      isEnded = true
      wake()
    },
    close() {
      isEnded = true
      while (waiting.length > 0) shift()
      wake()
    },
    get isEmpty() {
      return waiting.length === 0
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        // More may be left out while a reader holds the last one.
        while (dropped > 0) {
          const count = dropped
          dropped = 0
          yield { name: 'dropped', text: JSON.stringify({ count }) }
        }
        const next = shift()
        if (next !== undefined) yield next
        else if (isEnded) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
