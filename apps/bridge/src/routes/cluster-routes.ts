import type { HandlersOf } from '../http/handler.ts'
import type { Clusters } from '../produce/clusters.ts'
import { planSetup } from '../setup/setup-plan.ts'

/** The cluster of a profile as a whole. */
export const clusterRoutes = (clusters: Clusters): HandlersOf<'clusters'> => ({
  test: ({ params }) => clusters.open(params.profile).kafka.testConnection(),
  planSetup: ({ params, body }) => planSetup(clusters.open(params.profile), body),
})
