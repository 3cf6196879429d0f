import type { EventRunner } from '../code/event-runner.ts'
import type { HandlersOf } from '../http/handler.ts'
import { destinationOf } from '../produce/plan-request.ts'

export const previewRoutes = (runner: EventRunner, clock: () => number): HandlersOf<'preview'> => ({
  async preview({ body, caller, signal }) {
    const bounds = { caller: caller.name, signal }
    const results = await runner.run(destinationOf(body), body.events, body.now ?? clock(), bounds)
    return { results: results.map(({ line }) => line) }
  },
})
