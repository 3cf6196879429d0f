import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import kafkajs from 'kafkajs'
import type { Entry } from './check-log.ts'

const settings = {
  'offsets.topic.replication.factor': '3',
  'transaction.state.log.replication.factor': '3',
  'transaction.state.log.min.isr': '2',
  'min.insync.replicas': '2',
  'group.initial.rebalance.delay.ms': '0',
}

/** Three brokers, of which one is the controller; each partition is on all of them, and two have to have what is written. */
export async function startCluster(): Promise<FailingKafka[]> {
  const first = await startFailingKafka({ settings })
  const second = await startFailingKafka({ settings, joins: first, node: 2 })
  return [first, second, await startFailingKafka({ settings, joins: first, node: 3 })]
}

/** Looks at the cluster with clients that share no code with that of `run`. */
export function observe(brokers: readonly FailingKafka[]) {
  const addresses = brokers.map((one) => one.brokers.plaintext)
  const kafka = new kafkajs.Kafka({ brokers: addresses, logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 60 } })
  const admin = kafka.admin()
  const ends = async (topic: string) => (await admin.fetchTopicOffsets(topic)).map(({ high }) => Number(high))
  return {
    kafka,
    addresses,
    connect: () => admin.connect(),
    createTopic: (topic: string, numPartitions: number) =>
      admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 3 }], waitForLeaders: false }),
    /** How many events of the topic the group has not committed yet. */
    async lag(groupId: string, topic: string) {
      const [found] = await admin.fetchOffsets({ groupId, topics: [topic] })
      const committed = (found?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
      return (await ends(topic)).reduce((sum, end) => sum + end, 0) - committed
    },
    /** All that is committed in a topic. */
    read: (topic: string) => readCommitted(addresses, topic),
    close: () => admin.disconnect(),
  }
}

/** With librdkafka, to where what is committed ends now. */
async function readCommitted(addresses: readonly string[], topic: string): Promise<Entry[]> {
  const settings = ['-X', 'isolation.level=read_committed', '-o', 'beginning', '-e', '-q']
  const args = ['-C', '-b', addresses.join(), '-t', topic, ...settings, '-f', '%k\t%s\n']
  const { stdout } = await promisify(execFile)('kcat', args, { maxBuffer: 2 ** 30 })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [key = '', value = ''] = line.split('\t')
      return { key, value }
    })
}
