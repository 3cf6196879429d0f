import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import type { Metrics } from '../operation/metrics.ts'

/** Counts and logs every request by its route; paths, queries and bodies are not written down. */
export function observe(metrics: Metrics, log: Pick<Logger, 'info'>): MiddlewareHandler {
  return async (context, next) => {
    const began = performance.now()
    await next()
    const seconds = (performance.now() - began) / 1_000
    const { method } = context.req
    const route = matchedRoutes(context).find(({ path }) => !path.endsWith('*'))?.path ?? 'other'
    const { status } = context.res
    metrics.request(method, route, status, seconds)
    log.info({ method, route, status, ms: Math.round(seconds * 1_000) }, 'request')
  }
}
