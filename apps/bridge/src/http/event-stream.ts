import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** How often (ms) a silent stream says that it is alive, so that proxies keep it. */
const heartbeat = 15_000

/** Streams that are open at most; each costs a connection and perhaps a reader. */
const mostStreams = 50
let open = 0

/**
 * Server-sent events until the caller leaves or the bridge stops. `run` gets a function that sends one, and a signal;
 * an error of it is told as an `error` event, because the status line is long gone.
 */
export function eventStream(
  context: Context,
  stopping: AbortSignal,
  run: (send: (event: string, data: unknown) => Promise<void>, signal: AbortSignal) => Promise<void>,
): Response {
  if (open >= mostStreams) {
    return context.json(
      { error: { code: 'too-many-streams', message: `There are ${mostStreams} streams already.` } },
      429,
    )
  }
  open++
  return streamSSE(context, async (stream) => {
    const left = new AbortController()
    stream.onAbort(() => left.abort())
    const signal = AbortSignal.any([stopping, left.signal])
    const alive = setInterval(() => void stream.writeSSE({ event: 'alive', data: '' }).catch(() => {}), heartbeat)
    try {
      await run(async (event, data) => stream.writeSSE({ event, data: JSON.stringify(data) }), signal)
    } catch (error) {
      if (!signal.aborted) {
        const message = error instanceof Error ? error.message : String(error)
        await stream.writeSSE({ event: 'error', data: JSON.stringify({ message }) })
      }
    } finally {
      clearInterval(alive)
      open--
    }
  })
}
