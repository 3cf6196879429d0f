import * as z from 'zod/mini'
import type { Route } from './api-route.ts'
import { jsonObjectSchema } from './json.ts'

export const operationRoutes = {
  health: {
    method: 'GET',
    path: '/health',
    summary: 'The process is alive',
    needs: 'nothing',
    answer: z.object({ status: z.literal('ok') }),
  },
  ready: {
    method: 'GET',
    path: '/ready',
    summary: 'It takes requests; 503 while it stops',
    needs: 'nothing',
    answer: z.object({ status: z.literal('ready'), profiles: z.array(z.string()) }),
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Counters for Prometheus',
    needs: 'nothing',
    type: 'text/plain; version=0.0.4; charset=utf-8',
  },
  openApi: {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    needs: 'viewer',
    answer: jsonObjectSchema,
  },
} as const satisfies Record<string, Route>
