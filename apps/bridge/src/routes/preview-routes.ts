import { previewLine } from '@mapping-designer/mapping-engine'
import { previewRequestSchema } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import { readBody } from '../http/read-body.ts'
import { planRequest } from '../produce/plan-request.ts'

export const previewRoutes = (clock: () => number) =>
  new Hono().post('/', async (c) => {
    const request = await readBody(c, previewRequestSchema)
    const plan = planRequest(request, clock())
    return c.json({ results: request.events.map((event, index) => previewLine(plan, event, index)) })
  })
