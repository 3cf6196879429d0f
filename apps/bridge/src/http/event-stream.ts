import type { Context } from 'hono'
import { ApiProblem } from './api-problem.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import type { AnyRun } from './handler.ts'

/** How often (ms) a silent stream says that it is alive, so that proxies keep it. */
const heartbeat = 15_000

/** Bytes of events that wait for callers who read slowly: of one stream, and of all. */
const queuedBytes = { stream: 4 * 2 ** 20, all: 64 * 2 ** 20 }

/** The event streams of one app; each costs a connection and perhaps a reader. */
export interface EventStreams {
  /**
   * Server-sent events until `run` ends, the caller leaves or the bridge stops. `run` gets a function that sends one, and a
   * signal; what it rejects with is an `error` event, because the status line is long gone. Throws a 429 where there are too many.
   */
  open(context: Context, caller: string, run: AnyRun): Response
}

/** `errorBody` makes of an error what callers may know of it. */
export function createEventStreams(parts: {
  maxStreams: { perCaller: number; total: number }
  stopping: AbortSignal
  errorBody: (error: unknown) => object
}): EventStreams {
  const { perCaller, total } = parts.maxStreams
  const pool = { bytes: 0, maxBytes: queuedBytes.all }
  const textOf = jsonOfLast()
  /** Who has each open stream. */
  const callers: string[] = []

  const take = (caller: string) => {
    const mine = callers.filter((name) => name === caller).length
    if (mine >= perCaller || callers.length >= total) {
      const message = `There are ${mine} streams of ${caller} and ${callers.length} of all already.`
      throw new ApiProblem(429, { code: 'too-many-streams', message, hint: 'Close another page that follows events.' })
    }
    callers.push(caller)
  }

  return {
    open(context, caller, run) {
      take(caller)
      const left = new AbortController()
      const signal = AbortSignal.any([parts.stopping, left.signal])
      const queue = createEventQueue(queuedBytes.stream, pool)
      const alive = setInterval(() => queue.isEmpty && void queue.push('alive', 'null'), heartbeat)
      const send = (name: string, data: unknown) => queue.push(name, textOf(data))
      run(send, signal)
        .catch((error: unknown) => void (signal.aborted || send('error', parts.errorBody(error))))
        .finally(queue.end)
      const end = () => {
        left.abort()
        queue.close()
        clearInterval(alive)
        callers.splice(callers.indexOf(caller), 1)
      }
      return context.body(readableOf(queue, end), 200, { 'cache-control': 'no-cache' })
    },
  }
}

/** The events as they go over the wire, each when the connection asks for it. `end` is called once, when there is no more. */
function readableOf(queue: EventQueue, end: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  const events = queue[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await events.next()
        if (!next.done) {
          controller.enqueue(encoder.encode(`event: ${next.value.name}\ndata: ${next.value.text}\n\n`))
          return
        }
        controller.close()
        end()
      },
      cancel: end,
    },
    // Nothing is taken out of the queue before it can be written.
    { highWaterMark: 0 },
  )
}

/** JSON of the data; an event that goes to many streams is written once. */
function jsonOfLast(): (data: unknown) => string {
  let last: unknown
  let text = ''
  return (data) => {
    if (data !== last || typeof data !== 'object') {
      text = JSON.stringify(data)
      last = data
    }
    return text
  }
}
