import { assumedPartitions } from '@mapping-designer/mapping-engine'
import type { ReadQuery } from '@mapping-designer/shared-types'
import { guardTopicWrite } from '../deliver/guard-topic-write.ts'
import type { HandlersOf } from '../http/handler.ts'
import type { ReadFrom } from '../kafka/kafka-port.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { Audit } from '../operation/audit.ts'
import type { Clusters } from '../produce/clusters.ts'
import { decodeForPeople } from '../registry/decode-records.ts'

const maxRecords = 500

/** Topics of the cluster of a profile, and their records. */
export const topicRoutes = (clusters: Clusters, audit: Audit): HandlersOf<'topics'> => ({
  list: async ({ params }) => ({ topics: await clusters.open(params.profile).kafka.listTopics() }),
  async create({ params, query, body, caller }) {
    const { profile, kafka } = clusters.open(params.profile)
    const { topic, partitions = assumedPartitions, replicationFactor, config } = body
    guardTopicWrite(profile, 'create', topic, query.confirm)
    await kafka.createTopic(topic, {
      partitions,
      ...(replicationFactor !== undefined && { replicationFactor }),
      ...(config !== undefined && { config }),
    })
    audit({ action: 'create-topic', who: caller.name, profile: profile.name, topic })
    return { name: topic, partitions }
  },
  describe: ({ params }) => clusters.open(params.profile).kafka.describeTopic(params.topic),
  async change({ params, query, body, caller }) {
    const { profile, kafka } = clusters.open(params.profile)
    const { topic } = params
    guardTopicWrite(profile, 'change', topic, query.confirm)
    await kafka.changeTopic(topic, body)
    audit({ action: 'change-topic', who: caller.name, profile: profile.name, topic, ...body })
    return { name: topic }
  },
  async remove({ params, query, caller }) {
    const { profile, kafka } = clusters.open(params.profile)
    const { topic } = params
    guardTopicWrite(profile, 'delete', topic, query.confirm)
    await kafka.deleteTopic(topic)
    audit({ action: 'delete-topic', who: caller.name, profile: profile.name, topic })
    return { name: topic }
  },
  async records({ params, query }) {
    const { kafka, registry } = clusters.open(params.profile)
    const limit = Math.min(maxRecords, Number(query.limit ?? 50))
    const partition = query.partition === undefined ? undefined : Number(query.partition)
    const records = await kafka.browse(params.topic, { from: readFrom(query), partition, limit })
    return { records: await decodeForPeople(records, registry) }
  },
  follow({ params }) {
    const { kafka, registry } = clusters.open(params.profile)
    return async (send, signal) => {
      await send('ready', {})
      for await (const records of kafka.follow(params.topic, signal)) {
        await send('records', { records: await decodeForPeople(records, registry) })
      }
    }
  },
})

function readFrom({ from, at }: ReadQuery): ReadFrom {
  if (from === 'latest' || from === 'earliest') return { kind: from }
  if (at === undefined) {
    throw new ApiProblem(400, {
      code: 'invalid-request',
      message: `at is missing: the ${from} to read from.`,
      place: 'at',
    })
  }
  return { kind: from, at: BigInt(at) }
}
