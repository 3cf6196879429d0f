import { replayActionSchema, replayChunkSchema, replayRequestSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { eventStream } from '../http/event-stream.ts'
import { readBody } from '../http/read-body.ts'
import { type CallerEnv, requireRole } from '../http/roles.ts'
import { aborted } from '../operation/aborted.ts'
import type { Audit } from '../operation/audit.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Replays } from '../replay/replays.ts'

/** Replays: opened, fed in chunks, watched, paused and ended. */
export const replayRoutes = (replays: Replays, audit: Audit, metrics: Metrics, stopping: AbortSignal) => {
  const write = (who: string, id: string) => {
    const { profile, status, done, failed } = replays.get(id).state()
    audit({ action: 'replay', who, profile, replay: id, status, done, failed })
  }
  return new Hono<CallerEnv>()
    .post('/', requireRole('producer'), async (c) => {
      const replay = await replays.open(await readBody(c, replayRequestSchema))
      const state = replay.state()
      write(c.var.caller.name, state.id)
      return c.json(state, 201)
    })
    .get('/:id', (c) => c.json(replays.get(c.req.param('id')).state()))
    .put('/:id/events', requireRole('producer'), async (c) => {
      const replay = replays.get(c.req.param('id'))
      const before = replay.state()
      const { from, events, isLast = false } = await readBody(c, replayChunkSchema)
      try {
        return c.json(await replay.take(from, events, isLast))
      } finally {
        const { profile, done, failed, status } = replay.state()
        metrics.replay(profile, { done: done - before.done, failed: failed - before.failed })
        if (status !== 'running') write(c.var.caller.name, c.req.param('id'))
      }
    })
    .post('/:id', requireRole('producer'), async (c) => {
      const replay = replays.get(c.req.param('id'))
      const { action } = await readBody(c, replayActionSchema)
      if (action === 'pause') replay.pause()
      else await replay.resume()
      write(c.var.caller.name, c.req.param('id'))
      return c.json(replay.state())
    })
    .delete('/:id', requireRole('producer'), async (c) => {
      const replay = replays.get(c.req.param('id'))
      await replay.cancel()
      write(c.var.caller.name, c.req.param('id'))
      return c.json(replay.state())
    })
    .get('/:id/events', (c) => {
      const replay = replays.get(c.req.param('id'))
      return eventStream(c, stopping, async (send, signal) => {
        const end = replay.watch((state) => void send('state', state).catch(() => {}))
        await aborted(signal)
        end()
      })
    })
    .get('/:id/failures', (c) => {
      const failures = replays.failures(c.req.param('id'))
      c.header('content-type', 'application/x-ndjson')
      return stream(c, async (out) => {
        for await (const chunk of failures) await out.write(chunk)
      })
    })
}
