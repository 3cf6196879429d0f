import { isPlainObject } from '@mapping-designer/mapping-engine'
import { type JsonValue, liveActionSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import { ApiProblem } from '../http/api-problem.ts'
import { eventStream } from '../http/event-stream.ts'
import { parseJson, readBody } from '../http/read-body.ts'
import { type CallerEnv, requireRole } from '../http/roles.ts'
import type { LiveTap } from '../live/live-tap.ts'
import { aborted } from '../operation/aborted.ts'
import type { Metrics } from '../operation/metrics.ts'

/** What the page asks of the tap. */
export const liveRoutes = (tap: LiveTap, stopping: AbortSignal) =>
  new Hono<CallerEnv>()
    .get('/state', (c) => c.json(tap.state()))
    .post('/', requireRole('producer'), async (c) => {
      tap.open((await readBody(c, liveActionSchema)).isOpen)
      return c.json(tap.state())
    })
    .get('/', (c) =>
      eventStream(c, stopping, async (send, signal) => {
        const end = tap.watch((event) => void send('event', event).catch(() => {}))
        await aborted(signal)
        end()
      }),
    )

/** Where a flow's API destination sends its events: one, or a batch as `{"events":[…]}` or an array. */
export const collectRoutes = (tap: LiveTap, metrics: Metrics) =>
  new Hono().post('/:key', async (c) => {
    if (c.req.param('key') !== tap.key) {
      throw new ApiProblem(401, {
        code: 'wrong-key',
        message: 'The key in the path is not of this start of the bridge.',
        hint: 'Copy the address again from Live in the designer.',
      })
    }
    const events = eventsIn(parseJson(await c.req.text()))
    const taken = tap.take(events)
    metrics.live(taken)
    return c.json({ taken, dropped: events.length - taken }, taken === events.length ? 202 : 429)
  })

function eventsIn(body: JsonValue): readonly JsonValue[] {
  if (Array.isArray(body)) return body
  if (!isPlainObject(body)) {
    throw new ApiProblem(400, { code: 'invalid-request', message: 'The body must be an event, or events in an array.' })
  }
  const { events, batch } = body as Record<string, JsonValue>
  const many = events ?? batch
  return Array.isArray(many) ? many : [body as JsonValue]
}
