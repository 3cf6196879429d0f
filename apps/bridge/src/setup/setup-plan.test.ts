import type { SetupRequest, SetupStep } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { KafkaFailure, type KafkaPort } from '../kafka/kafka-port.ts'
import { planSetup } from './setup-plan.ts'

/** A cluster with one topic, `orders`; give only what a test is about. */
function aCluster({
  partitions = 3,
  config = { 'retention.ms': '1000', 'cleanup.policy': 'delete' },
  wouldDo = async () => {},
  topics = ['*'],
}: {
  partitions?: number
  config?: Record<string, string | null>
  wouldDo?: (...given: unknown[]) => Promise<void>
  topics?: string[]
} = {}) {
  const kafka: Partial<KafkaPort> = {
    async describeTopic(topic) {
      if (topic === 'broken') throw new KafkaFailure('unreachable', 'Nobody answers.')
      if (topic !== 'orders') throw new KafkaFailure('topic-missing', 'The topic does not exist on this cluster.')
      const entries = Object.entries(config).map(([name, value]) => ({ name, value, isDefault: false }))
      return {
        name: topic,
        partitions: Array.from({ length: partitions }, () => ({ replicas: [1, 2] })) as never,
        config: entries,
      }
    },
    changeTopic: wouldDo,
    createTopic: wouldDo,
  }
  return { kafka: kafka as KafkaPort, profile: aProfile({ topics }), registry: undefined }
}
const refuse = async () => {
  throw new KafkaFailure('refused', 'There are too few brokers.')
}
async function stepOf(wanted: SetupRequest['topics'][number], cluster = aCluster()): Promise<Partial<SetupStep>> {
  const [step] = (await planSetup(cluster, { topics: [wanted] })).steps
  const { state, detail, change } = step as SetupStep
  return { state, detail, ...(change && { change }) }
}

it.each<{ fact: string; wanted: object; cluster?: ReturnType<typeof aCluster>; step: Partial<SetupStep> }>([
  { fact: 'a topic that is there', wanted: {}, step: { state: 'ok', detail: 'Exists, 3 partitions.' } },
  {
    fact: 'a topic of one partition',
    wanted: { numPartitions: 1, configEntries: { 'retention.ms': '1000' } },
    cluster: aCluster({ partitions: 1 }),
    step: { state: 'ok', detail: 'Exists, 1 partition.' },
  },
  {
    fact: 'too few partitions',
    wanted: { numPartitions: 6 },
    step: {
      state: 'partitions-differ',
      detail: 'It has 3 and not 6; more partitions move the keys to other ones, and fewer cannot be had.',
      change: { partitions: 6 },
    },
  },
  {
    fact: 'too many partitions',
    wanted: { numPartitions: 1 },
    step: {
      state: 'partitions-differ',
      detail: 'It has 3 and not 1; more partitions move the keys to other ones, and fewer cannot be had.',
    },
  },
  {
    fact: 'other settings',
    wanted: { configEntries: { 'retention.ms': '2000', 'cleanup.policy': 'delete', 'x.y': '1' } },
    step: {
      state: 'config-differs',
      detail: 'retention.ms is 1000 and not 2000, x.y is not set and not 1.',
      change: { config: { 'retention.ms': '2000', 'x.y': '1' } },
    },
  },
  {
    fact: 'both',
    wanted: { numPartitions: 4, configEntries: { 'retention.ms': '2000' } },
    step: {
      state: 'partitions-differ',
      detail:
        'It has 3 and not 4; more partitions move the keys to other ones, and fewer cannot be had. retention.ms is 1000 and not 2000.',
      change: { partitions: 4, config: { 'retention.ms': '2000' } },
    },
  },
  {
    fact: 'settings that cannot be read',
    wanted: { configEntries: { 'retention.ms': '2000' } },
    cluster: aCluster({ config: {} }),
    step: { state: 'unknown', detail: 'This user may not read the settings of topics.' },
  },
  {
    fact: 'partitions that differ, and settings that cannot be read',
    wanted: { numPartitions: 4, configEntries: { 'retention.ms': '2000' } },
    cluster: aCluster({ config: {} }),
    step: {
      state: 'partitions-differ',
      detail: 'It has 3 and not 4; more partitions move the keys to other ones, and fewer cannot be had.',
      change: { partitions: 4 },
    },
  },
  {
    fact: 'a change that the brokers refuse',
    wanted: { configEntries: { 'retention.ms': '2000' } },
    cluster: aCluster({ wouldDo: refuse }),
    step: {
      state: 'config-differs',
      detail: 'retention.ms is 1000 and not 2000. The cluster would not change it: There are too few brokers.',
    },
  },
  {
    fact: 'a topic that the profile may not write to',
    wanted: { configEntries: { 'retention.ms': '2000' } },
    cluster: aCluster({ topics: ['other'] }),
    step: { state: 'config-differs', detail: 'retention.ms is 1000 and not 2000.' },
  },
  {
    fact: 'a missing topic',
    wanted: { topic: 'new' },
    step: { state: 'missing', detail: 'It does not exist; the cluster would create it.' },
  },
  {
    fact: 'a missing topic that the brokers would not create',
    wanted: { topic: 'new' },
    cluster: aCluster({ wouldDo: refuse }),
    step: {
      state: 'missing',
      detail: 'It does not exist, and the cluster would not create it: There are too few brokers.',
    },
  },
])('says of $fact what to do', async ({ wanted, cluster, step }) => {
  expect(await stepOf({ topic: 'orders', ...wanted }, cluster)).toEqual(step)
})

it('asks the brokers about a new topic as it would be created', async () => {
  const asked: unknown[] = []
  const cluster = aCluster({ wouldDo: async (...given) => void asked.push(given) })
  const settings = { numPartitions: 6, replicationFactor: 2, configEntries: { 'retention.ms': '1' } }
  const { steps } = await planSetup(cluster, { topics: [{ topic: 'a' }, { topic: 'b', ...settings }] })
  expect(steps.map(({ setup, wanted }) => ({ setup, wanted }))).toEqual([
    { setup: { topic: 'a', numPartitions: 3 }, wanted: 3 },
    { setup: { topic: 'b', ...settings }, wanted: 6 },
  ])
  expect(asked).toEqual([
    ['a', { partitions: 3, validateOnly: true }],
    ['b', { partitions: 6, replicationFactor: 2, config: { 'retention.ms': '1' }, validateOnly: true }],
  ])
})

it.each([
  { fact: 'a cluster that does not answer', topic: 'broken', cluster: aCluster(), says: 'Nobody answers.' },
  {
    fact: 'a fault of its own, when it asks for a change',
    topic: 'orders',
    cluster: aCluster({ wouldDo: () => Promise.reject(new TypeError('ours')) }),
    says: 'ours',
  },
  {
    fact: 'a fault of its own, when it asks for a topic',
    topic: 'new',
    cluster: aCluster({ wouldDo: () => Promise.reject(new TypeError('ours')) }),
    says: 'ours',
  },
])('hides nothing of $fact', async ({ topic, cluster, says }) => {
  await expect(stepOf({ topic, numPartitions: 9 }, cluster)).rejects.toThrow(says)
})

it.each([
  { fact: 'those of a topic that is there', wanted: { topic: 'orders' }, replicas: 2 },
  { fact: 'those that are wanted', wanted: { topic: 'orders', replicationFactor: 3 }, replicas: 3 },
  { fact: 'none of a topic that is missing', wanted: { topic: 'missing' }, replicas: undefined },
])('says how many replicas walkerOS would set up: $fact', async ({ wanted, replicas }) => {
  const { steps } = await planSetup(aCluster(), { topics: [wanted] })
  expect(steps[0]?.setup.replicationFactor).toBe(replicas)
})
