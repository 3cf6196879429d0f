import type { Profile } from '../config/profile.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import type { Cluster } from '../produce/clusters.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'

/** The real cluster of a profile, and its schema registry; nothing is connected before it is used. */
export function openCluster(profile: Profile): Cluster {
  return {
    profile,
    kafka: kafkaCluster(profile),
    ...(profile.registry && { registry: schemaRegistry(profile.registry) }),
  }
}
