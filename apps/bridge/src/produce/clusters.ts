import type { ProfileSummary } from '@mapping-designer/shared-types'
import type { Profile } from '../config/profile.ts'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { SchemaRegistry } from '../registry/schema-registry.ts'

export interface Cluster {
  profile: Profile
  kafka: KafkaPort
  registry?: SchemaRegistry | undefined
}

/** The clusters of this bridge by profile name. */
export interface Clusters {
  summaries(): ProfileSummary[]
  /** Throws a 404 that names the profiles there are. */
  open(name: string): Cluster
  close(): Promise<void>
}

export function createClusters(clusters: readonly Cluster[]): Clusters {
  return {
    summaries: () =>
      clusters.map(
        ({ profile: { name, environment, mayProduce, mayCreateTopics, mayDeleteTopics, topics }, registry }) => ({
          name,
          environment,
          mayProduce,
          mayCreateTopics,
          ...(mayDeleteTopics && { mayDeleteTopics }),
          topics,
          ...(registry && { hasRegistry: true }),
          ...(registry?.mayRegister && { mayRegisterSchemas: true }),
          mustConfirm: environment === 'production',
        }),
      ),
    open(name) {
      const found = clusters.find(({ profile }) => profile.name === name)
      if (found !== undefined) return found
      const names = clusters.map(({ profile }) => profile.name)
      const known = names.length === 0 ? 'there is none' : `there is ${names.join(', ')}`
      throw new ApiProblem(404, { code: 'profile-missing', message: `There is no profile "${name}"; ${known}.` })
    },
    async close() {
      await Promise.all(clusters.map(({ kafka }) => kafka.close()))
    },
  }
}
