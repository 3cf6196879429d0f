import type { Context } from 'hono'
import { ApiProblem } from '../operation/api-problem.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import type { AnyRun, AnyText } from './handler.ts'

/** How often (ms) a silent stream says that it is alive, so that proxies keep it. */
const heartbeat = 15_000

/** Bytes of events that wait for callers who read slowly: of one stream, and of all. */
const queuedBytes = { stream: 4 * 2 ** 20, all: 64 * 2 ** 20 }

/** The streams of one app; each costs a connection and perhaps a reader. They throw a 429 where there are too many. */
export interface Streams {
  /**
   * Server-sent events until `run` ends, the caller leaves or the bridge stops. `run` gets a function that sends one, and a
   * signal; what it rejects with is an `error` event, because the status line is long gone.
   */
  events(context: Context, caller: string, run: AnyRun): Response
  /** Text that is read only as fast as the caller takes it. */
  text(context: Context, caller: string, pieces: AnyText): Response
}

/** `errorBody` makes of an error what callers may know of it. */
export function createStreams(parts: {
  maxStreams: { perCaller: number; total: number }
  stopping: AbortSignal
  errorBody: (error: unknown) => object
}): Streams {
  const { perCaller, total } = parts.maxStreams
  const pool = { bytes: 0, maxBytes: queuedBytes.all }
  const textOf = jsonOfLast()
  /** Who has each open stream. */
  const callers: string[] = []

  /** Counts a stream, and answers what ends that. */
  const take = (caller: string) => {
    const mine = callers.filter((name) => name === caller).length
    if (mine >= perCaller || callers.length >= total) {
      const message = `There are ${mine} streams of ${caller} and ${callers.length} of all already.`
      throw new ApiProblem(429, { code: 'too-many-streams', message, hint: 'Close another page that follows events.' })
    }
    callers.push(caller)
    return () => void callers.splice(callers.indexOf(caller), 1)
  }

  return {
    events(context, caller, run) {
      const release = take(caller)
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
        release()
      }
      return context.body(readableOf(framesOf(queue), end), 200, { 'cache-control': 'no-cache' })
    },
    text: (context, caller, pieces) => context.body(readableOf(pieces, take(caller))),
  }
}

async function* framesOf(events: EventQueue): AsyncGenerator<string> {
  for await (const { name, text } of events) yield `event: ${name}\ndata: ${text}\n\n`
}

/** Text as it goes over the wire, each piece when the connection asks for it. `end` is called once, when nobody reads on. */
function readableOf(pieces: AnyText, end: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await iterator.next()
          if (!next.done) return controller.enqueue(bytesOf(next.value))
          controller.close()
        } catch (error) {
          controller.error(error)
        }
        end()
      },
      cancel() {
        end()
        iterator.return?.().catch(() => {})
      },
    },
    // Nothing is read before it can be written.
    { highWaterMark: 0 },
  )
}

const encoder = new TextEncoder()
const bytesOf = (piece: string | Uint8Array) =>
  typeof piece === 'string' ? encoder.encode(piece) : new Uint8Array(piece)

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
