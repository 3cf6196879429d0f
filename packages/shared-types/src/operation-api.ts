import * as z from 'zod/mini'
import { route } from './api-route.ts'
import { jsonObjectSchema } from './json.ts'

export const operationRoutes = {
  health: route('GET /health', 'nothing', 'The process is alive', {
    answer: z.object({ status: z.literal('ok') }),
  }),
  ready: route('GET /ready', 'nothing', 'It takes requests; 503 while it stops', {
    answer: z.object({ status: z.literal('ready'), profiles: z.array(z.string()) }),
  }),
  metrics: route('GET /metrics', 'nothing', 'Counters for Prometheus', {
    type: 'text/plain; version=0.0.4; charset=utf-8',
  }),
  openApi: route('GET /api/openapi.json', 'viewer', 'This document', {
    answer: jsonObjectSchema,
  }),
}
