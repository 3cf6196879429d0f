import type { HandlersOf } from '../http/handler.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Clusters } from '../produce/clusters.ts'
import { openApiDocument } from './open-api.ts'

/** What those ask who keep the bridge running. */
export const operationRoutes = (
  clusters: Clusters,
  metrics: Metrics,
  version: string,
  stopping: AbortSignal,
): HandlersOf<'operation'> => ({
  health: () => ({ status: 'ok' }),
  ready() {
    if (stopping.aborted) throw new ApiProblem(503, { code: 'stopping', message: 'The bridge is being stopped.' })
    return { status: 'ready', profiles: clusters.summaries().map(({ name }) => name) }
  },
  metrics: () => metrics.text(),
  openApi: () => openApiDocument(version),
})
