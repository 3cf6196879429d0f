import { previewLine } from '@mapping-designer/mapping-engine'
import type { EventRunner } from '../code/event-runner.ts'
import type { HandlersOf } from '../http/handler.ts'
import { destinationOf } from '../produce/plan-request.ts'

export const previewRoutes = (runner: EventRunner, clock: () => number): HandlersOf<'preview'> => ({
  async preview({ body, caller, signal }) {
    const destination = destinationOf(body)
    const { events, now = clock() } = body
    const bounds = { caller: caller.name, signal }
    const request = { destination, events, now, bounds, isOneRun: true, hasSteps: false }
    const explanations = await runner.explanations(request)
    return { results: explanations.map((explanation, index) => previewLine(destination, explanation, index)) }
  },
})
