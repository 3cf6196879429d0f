import type { HandlersOf } from '../http/handler.ts'
import { aborted } from '../operation/aborted.ts'
import type { Audit } from '../operation/audit.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Replays } from '../replay/replays.ts'

/** Replays: opened, fed in chunks, watched, paused and ended. */
export const replayRoutes = (replays: Replays, audit: Audit, metrics: Metrics): HandlersOf<'replays'> => {
  const write = (who: string, id: string) => {
    const { profile, status, topics, done, failed } = replays.get(id).state()
    audit({ action: 'replay', who, profile, replay: id, status, ...(topics && { topics }), done, failed })
  }
  return {
    async open({ body, caller }) {
      const state = (await replays.open(body, caller.name)).state()
      write(caller.name, state.id)
      return state
    },
    state: ({ params }) => replays.get(params.id).state(),
    async take({ params: { id }, body: { from, events, isLast = false }, caller }) {
      const replay = replays.of(id, caller.name)
      const before = replay.state()
      try {
        return await replay.take(from, events, isLast)
      } finally {
        const { profile, done, failed, status } = replay.state()
        metrics.replay(profile, { done: done - before.done, failed: failed - before.failed })
        if (status !== 'running') write(caller.name, id)
      }
    },
    async act({ params: { id }, body: { action, confirm }, caller }) {
      if (action === 'pause') replays.of(id, caller.name).pause()
      else await replays.resume(id, caller.name, confirm)
      write(caller.name, id)
      return replays.get(id).state()
    },
    async end({ params: { id }, caller }) {
      const replay = replays.of(id, caller.name)
      await replay.cancel()
      write(caller.name, id)
      return replay.state()
    },
    async watch({ params }) {
      const replay = replays.get(params.id)
      return async (send, signal) => {
        const end = replay.watch((state) => void send('state', state))
        await aborted(signal)
        end()
      }
    },
    failures: ({ params }) => replays.failures(params.id),
  }
}
