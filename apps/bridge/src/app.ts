import type { AuditEntry } from '@mapping-designer/shared-types'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { EventRunner } from './code/event-runner.ts'
import type { Grant } from './config/profile.ts'
import type { RateLimit } from './deliver/rate.ts'
import type { GenuineRunner } from './genuine/genuine-runner.ts'
import { answerError } from './http/answer-error.ts'
import {
  answerOtherMethods,
  guardHost,
  guardMethod,
  guardOrigin,
  guardToken,
  isSameSecret,
  safeHeaders,
} from './http/guards.ts'
import type { Handlers } from './http/handler.ts'
import { createHeldBytes } from './http/held-bytes.ts'
import { mountRoutes } from './http/mount-routes.ts'
import { observe } from './http/observe.ts'
import type { CallerEnv } from './http/roles.ts'
import { type Asset, serveAssets } from './http/serve-assets.ts'
import { createStreams } from './http/streams.ts'
import type { LiveTap } from './live/live-tap.ts'
import { ApiProblem } from './operation/api-problem.ts'
import type { Audit, AuditLine } from './operation/audit.ts'
import type { Metrics } from './operation/metrics.ts'
import type { AnswerJournal } from './produce/answer-journal.ts'
import type { Clusters } from './produce/clusters.ts'
import type { Replays } from './replay/replays.ts'
import { clusterRoutes } from './routes/cluster-routes.ts'
import { fileRoutes } from './routes/file-routes.ts'
import { liveRoutes } from './routes/live-routes.ts'
import { operationRoutes } from './routes/operation-routes.ts'
import { previewRoutes } from './routes/preview-routes.ts'
import { produceRoutes } from './routes/produce-routes.ts'
import { replayRoutes } from './routes/replay-routes.ts'
import { schemaRoutes } from './routes/schema-routes.ts'
import { type SessionParts, sessionRoutes } from './routes/session-routes.ts'
import { topicRoutes } from './routes/topic-routes.ts'

export interface AppParts {
  clusters: Clusters
  runner: EventRunner
  packages: GenuineRunner
  replays: Replays
  rate: RateLimit
  tap: LiveTap
  session: SessionParts
  grants: readonly Grant[]
  /** host:port pairs under which the bridge may be called; known only once it listens. */
  allowedHosts: () => readonly string[]
  /** A file of the built designer. */
  asset: (path: string) => Promise<Asset | undefined>
  /** ms since 1970 */
  clock: () => number
  audit: Audit
  /** The last entries of the audit, the newest first. */
  readAudit: () => Promise<AuditEntry[]>
  /** Called before anything is done that takes more than a viewer; a rejection is the answer. */
  beforeChange?: (line: AuditLine) => Promise<void>
  answers?: AnswerJournal | undefined
  metrics: Metrics
  log: Pick<Logger, 'info' | 'error'>
  /** Aborts when the bridge stops: streams end, and nothing new is begun. */
  stopping: AbortSignal
}

/** Bytes of bodies in memory at the same time: of one caller, so that the others are answered, and of all. */
const bodyBytes = { perCaller: 48 * 2 ** 20, total: 96 * 2 ** 20 }
/** The same of answers on their way; the largest has 16 MiB. */
const answerBytes = { perCaller: 64 * 2 ** 20, total: 256 * 2 ** 20 }
const maxStreams = { perCaller: 50, total: 100 }

/** The bridge without a port: mounts the routes of the contract behind the guards, and maps errors once. */
export function createApp(parts: AppParts) {
  const { clusters, replays, audit, metrics, stopping, tap, log } = parts
  const errorAnswer = (error: unknown) => answerError(error, (err) => log.error({ err }, 'request failed'))
  const app = new Hono<CallerEnv>()
    .use(observe(metrics, log), safeHeaders, guardMethod, guardHost(parts.allowedHosts))
    .use('/api/*', guardOrigin(parts.allowedHosts), guardToken(parts.grants))

  const handlers: Handlers = {
    operation: operationRoutes(clusters, metrics, parts.session.version, stopping),
    session: sessionRoutes(parts.session, clusters),
    preview: previewRoutes(parts),
    produce: produceRoutes(parts),
    clusters: clusterRoutes(clusters),
    topics: topicRoutes(clusters, audit),
    schemas: schemaRoutes(clusters, audit),
    replays: replayRoutes(replays, audit, metrics),
    live: liveRoutes(tap, metrics),
    files: fileRoutes(parts.session.workspace),
    audit: { list: async () => ({ entries: await parts.readAudit() }) },
  }
  mountRoutes(app, handlers, {
    streams: createStreams({ maxStreams, stopping, errorBody: (error) => errorAnswer(error).json }),
    heldBytes: createHeldBytes(bodyBytes),
    heldAnswers: createHeldBytes(answerBytes),
    isKey: (key) => isSameSecret(key, tap.key),
    beforeChange: parts.beforeChange,
    stopping,
  })

  return app
    .all('/api/*', ({ req }) => {
      throw new ApiProblem(404, { code: 'not-found', message: `There is no ${req.method} ${req.path}.` })
    })
    .get('/*', serveAssets(parts.asset))
    .all('/*', answerOtherMethods(['GET']))
    .onError((error, c) => {
      // A caller who went away in the middle of a body is no fault of the bridge.
      const hasLeft = c.req.raw.signal.aborted
      if (hasLeft) log.info({ path: c.req.path }, 'caller went away')
      const { status, json } = hasLeft ? answerError(error, () => {}) : errorAnswer(error)
      if (denials.has(status)) {
        const { method, path } = c.req
        const who = c.var.caller?.name ?? 'nobody'
        // The key of the tap is a secret in a path.
        const shown = path.startsWith('/collect/') ? '/collect' : path.slice(0, 200)
        audit({ action: 'denied', who, status, code: json.error.code, method, path: shown })
      }
      return c.json(json, status)
    })
}

const denials = new Set([401, 403, 421, 429])
