import { previewRequestSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import type { EventRunner } from '../code/event-runner.ts'
import { readBody } from '../http/read-body.ts'
import { destinationOf } from '../produce/plan-request.ts'

export const previewRoutes = (runner: EventRunner, clock: () => number) =>
  new Hono().post('/', async (c) => {
    const request = await readBody(c, previewRequestSchema)
    const results = await runner.run(destinationOf(request), request.events, request.now ?? clock())
    return c.json({ results: results.map(({ line }) => line) })
  })
