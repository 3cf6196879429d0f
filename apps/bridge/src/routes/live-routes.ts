import { findLosses, isPlainObject, itemTexts } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { type HandlersOf, WithStatus } from '../http/handler.ts'
import type { LiveTap } from '../live/live-tap.ts'
import { aborted } from '../operation/aborted.ts'
import type { Metrics } from '../operation/metrics.ts'

/** The tap: what flows send to it, and what the page asks of it. */
export const liveRoutes = (tap: LiveTap, metrics: Metrics): HandlersOf<'live'> => ({
  collect({ body, text = '' }) {
    const events = eventsIn(body)
    const taken = tap.take(events, findLosses(text).length === 0 ? [] : itemTexts(text, lists))
    metrics.live(taken)
    const answer = { taken, dropped: events.length - taken }
    return taken === events.length ? answer : new WithStatus(429, answer)
  },
  state: () => tap.state(),
  open({ body }) {
    tap.open(body.isOpen)
    return tap.state()
  },
  events: () => async (send, signal) => {
    const end = tap.watch((event) => void send('event', event))
    await aborted(signal)
    end()
  },
})

function eventsIn(body: JsonValue[] | JsonObject): readonly JsonValue[] {
  if (!isPlainObject(body)) return body
  return lists.map((name) => body[name]).find((many) => Array.isArray(many)) ?? [body]
}

const lists = ['events', 'batch'] as const
