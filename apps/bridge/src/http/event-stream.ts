import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ApiProblem } from './api-problem.ts'
import { createEventQueue } from './event-queue.ts'
import type { AnyRun } from './handler.ts'

/** How often (ms) a silent stream says that it is alive, so that proxies keep it. */
const heartbeat = 15_000

/** Bytes of events that wait for a caller who reads slowly. */
const maxQueuedBytes = 4 * 2 ** 20

/** The event streams of one app; each costs a connection and perhaps a reader. */
export interface EventStreams {
  /**
   * Server-sent events until `run` ends, the caller leaves or the bridge stops. `run` gets a function that sends one, and a
   * signal; what it rejects with is an `error` event, because the status line is long gone. Throws a 429 where there are too many.
   */
  open(context: Context, run: AnyRun): Response
}

/** `errorBody` makes of an error what callers may know of it. */
export function createEventStreams(parts: {
  maxStreams: number
  stopping: AbortSignal
  errorBody: (error: unknown) => object
}): EventStreams {
  let count = 0
  return {
    open(context, run) {
      if (count >= parts.maxStreams) {
        const message = `There are ${parts.maxStreams} streams already.`
        throw new ApiProblem(429, { code: 'too-many-streams', message })
      }
      count++
      return streamSSE(context, async (stream) => {
        const left = new AbortController()
        stream.onAbort(() => left.abort())
        const signal = AbortSignal.any([parts.stopping, left.signal])
        const queue = createEventQueue(maxQueuedBytes)
        const alive = setInterval(() => queue.isEmpty && void queue.push('alive', null), heartbeat)
        run(queue.push, signal)
          .catch((error: unknown) => void (signal.aborted || queue.push('error', parts.errorBody(error))))
          .finally(queue.end)
        try {
          for await (const { name, text } of queue) await stream.writeSSE({ event: name, data: text })
        } finally {
          clearInterval(alive)
          count--
        }
      })
    },
  }
}
