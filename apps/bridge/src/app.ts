import { Hono } from 'hono'
import type { EventRunner } from './code/event-runner.ts'
import { ApiProblem, answerError } from './http/api-problem.ts'
import { guardBody, guardContentType, guardHost, guardOrigin, guardToken, secureHeaders } from './http/guards.ts'
import { type Asset, serveAssets } from './http/serve-assets.ts'
import type { Clusters } from './produce/clusters.ts'
import { fileRoutes } from './routes/file-routes.ts'
import { previewRoutes } from './routes/preview-routes.ts'
import { type Audit, produceRoutes } from './routes/produce-routes.ts'
import { type SessionFacts, sessionRoutes } from './routes/session-routes.ts'
import { topicRoutes } from './routes/topic-routes.ts'

export interface AppParts {
  clusters: Clusters
  runner: EventRunner
  session: SessionFacts
  token: string
  /** host:port pairs under which the bridge may be called; known only once it listens. */
  allowedHosts: () => readonly string[]
  /** A file of the built designer. */
  asset: (path: string) => Promise<Asset | undefined>
  /** ms since 1970 */
  clock: () => number
  audit: Audit
  onError: (error: Error) => void
}

/** The bridge without a port: mounts the routes, guards them and maps errors once. */
export function createApp(parts: AppParts) {
  const { clusters, runner, clock } = parts
  const api = new Hono()
    .use(guardOrigin(parts.allowedHosts), guardToken(parts.token), guardContentType, guardBody)
    .route('/session', sessionRoutes(parts.session, clusters))
    .route('/preview', previewRoutes(runner, clock))
    .route('/produce', produceRoutes(clusters, runner, clock, parts.audit))
    .route('/profiles', topicRoutes(clusters))
    .route('/files', fileRoutes(parts.session.workspace))
    .all('/*', (c) => {
      throw new ApiProblem(404, { code: 'not-found', message: `There is no ${c.req.method} ${c.req.path}.` })
    })

  return new Hono()
    .use(secureHeaders, guardHost(parts.allowedHosts))
    .get('/health', (c) => c.json({ status: 'ok' }))
    .get('/ready', (c) => c.json({ status: 'ready', profiles: clusters.summaries().map(({ name }) => name) }))
    .route('/api', api)
    .get('/*', serveAssets(parts.asset))
    .onError((error, c) => answerError(error, c, parts.onError))
}
