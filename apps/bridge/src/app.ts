import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { EventRunner } from './code/event-runner.ts'
import type { Grant } from './config/profile.ts'
import type { RateLimit } from './deliver/rate.ts'
import { ApiProblem, answerError } from './http/api-problem.ts'
import { guardBody, guardContentType, guardHost, guardOrigin, guardToken, secureHeaders } from './http/guards.ts'
import { observe } from './http/observe.ts'
import type { CallerEnv } from './http/roles.ts'
import { type Asset, serveAssets } from './http/serve-assets.ts'
import type { LiveTap } from './live/live-tap.ts'
import type { Audit } from './operation/audit.ts'
import type { Metrics } from './operation/metrics.ts'
import type { AnswerJournal } from './produce/answer-once.ts'
import type { Clusters } from './produce/clusters.ts'
import type { Replays } from './replay/replays.ts'
import { clusterRoutes } from './routes/cluster-routes.ts'
import { fileRoutes } from './routes/file-routes.ts'
import { collectRoutes, liveRoutes } from './routes/live-routes.ts'
import { openApiDocument } from './routes/open-api.ts'
import { previewRoutes } from './routes/preview-routes.ts'
import { produceRoutes } from './routes/produce-routes.ts'
import { replayRoutes } from './routes/replay-routes.ts'
import { type SessionFacts, sessionRoutes } from './routes/session-routes.ts'

export interface AppParts {
  clusters: Clusters
  runner: EventRunner
  replays: Replays
  rate: RateLimit
  tap: LiveTap
  session: SessionFacts
  grants: readonly Grant[]
  /** host:port pairs under which the bridge may be called; known only once it listens. */
  allowedHosts: () => readonly string[]
  /** A file of the built designer. */
  asset: (path: string) => Promise<Asset | undefined>
  /** ms since 1970 */
  clock: () => number
  audit: Audit
  answers?: AnswerJournal | undefined
  metrics: Metrics
  log: Pick<Logger, 'info' | 'error'>
  /** Aborts when the bridge stops: streams end, and nothing new is begun. */
  stopping: AbortSignal
}

/** The bridge without a port: mounts the routes, guards them and maps errors once. */
export function createApp(parts: AppParts) {
  const { clusters, runner, replays, clock, audit, metrics, stopping, tap } = parts
  const api = new Hono<CallerEnv>()
    .use(guardOrigin(parts.allowedHosts), guardToken(parts.grants), guardContentType, guardBody)
    .route('/session', sessionRoutes(parts.session, clusters))
    .route('/preview', previewRoutes(runner, clock))
    .route('/produce', produceRoutes(parts))
    .route('/profiles', clusterRoutes(clusters, audit, stopping))
    .route('/replays', replayRoutes(replays, audit, metrics, stopping))
    .route('/live', liveRoutes(tap, stopping))
    .route('/files', fileRoutes(parts.session.workspace))
    .get('/openapi.json', (c) => c.json(openApiDocument(parts.session.version)))
    .all('/*', (c) => {
      throw new ApiProblem(404, { code: 'not-found', message: `There is no ${c.req.method} ${c.req.path}.` })
    })

  return new Hono<CallerEnv>()
    .use(observe(metrics, parts.log), secureHeaders, guardHost(parts.allowedHosts))
    .get('/health', (c) => c.json({ status: 'ok' }))
    .get('/ready', (c) =>
      stopping.aborted
        ? c.json({ status: 'stopping' }, 503)
        : c.json({ status: 'ready', profiles: clusters.summaries().map(({ name }) => name) }),
    )
    .get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.type }))
    .use(async (_c, next) => {
      if (stopping.aborted) throw new ApiProblem(503, { code: 'stopping', message: 'The bridge is being stopped.' })
      await next()
    })
    .use('/collect/*', guardContentType, guardBody)
    .route('/collect', collectRoutes(tap, metrics))
    .route('/api', api)
    .get('/*', serveAssets(parts.asset))
    .onError((error, c) => {
      const answer = answerError(error, c, (fault) => {
        // A caller who went away in the middle of a body is no fault of the bridge.
        if (c.req.raw.signal.aborted) parts.log.info({ path: c.req.path }, 'caller went away')
        else parts.log.error({ err: fault }, 'request failed')
      })
      if (error instanceof ApiProblem && denials.has(answer.status)) {
        const { method, path } = c.req
        const who = c.var.caller?.name ?? 'nobody'
        // The key of the tap is a secret in a path.
        const shown = path.startsWith('/collect/') ? '/collect' : path.slice(0, 200)
        audit({ action: 'denied', who, status: answer.status, code: error.body.code, method, path: shown })
      }
      return answer
    })
}

const denials = new Set([401, 403, 421, 429])
