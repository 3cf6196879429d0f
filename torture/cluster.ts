import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import kafkajs from 'kafkajs'
import { type StallingProxy, startStallingProxy } from '../apps/bridge/src/stalling-proxy.ts'
import type { Entry } from './check-log.ts'
import { settableClock } from './set-clock.ts'

const settings = {
  'offsets.topic.replication.factor': '3',
  'transaction.state.log.replication.factor': '3',
  'transaction.state.log.min.isr': '2',
  'min.insync.replicas': '2',
  'group.initial.rebalance.delay.ms': '0',
  // A broker that is frozen or cut off for some seconds is out, and others lead.
  'broker.session.timeout.ms': '4000',
  'replica.lag.time.max.ms': '4000',
  'log.cleaner.backoff.ms': '2000',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
}

/** A broker that clients and the other brokers reach through a proxy alone. */
export interface Broker extends FailingKafka {
  proxy: StallingProxy
  clock: ReturnType<typeof settableClock>
}

/** Three brokers, of which one is the controller; each partition is on all of them, and two have to have what is written. */
export async function startCluster(): Promise<Broker[]> {
  const start = async (node: number, joins?: FailingKafka): Promise<Broker> => {
    const proxy = await startStallingProxy()
    const clock = settableClock()
    const { variables } = clock
    const more = joins === undefined ? {} : { joins, node }
    return { ...(await startFailingKafka({ settings, variables, behind: proxy.before, ...more })), proxy, clock }
  }
  const first = await start(1)
  const second = await start(2, first)
  return [first, second, await start(3, first)]
}

/** Looks at the cluster with clients that share no code with that of `run`. */
export function observe(brokers: readonly Broker[]) {
  const addresses = brokers.map(({ proxy }) => proxy.address)
  const kafka = new kafkajs.Kafka({
    brokers: addresses,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { maxRetryTime: 1_000 },
  })
  const admin = kafka.admin()
  const ends = async (topic: string) => (await admin.fetchTopicOffsets(topic)).map(({ high }) => Number(high))
  const committedBy = async (groupId: string, topic: string) => {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] })
    return (found?.partitions ?? []).map(({ partition, offset }) => ({
      partition,
      offset: Math.max(0, Number(offset)),
    }))
  }
  return {
    kafka,
    admin,
    addresses,
    createTopic: (topic: string, numPartitions: number, config: Record<string, string> = {}) =>
      admin.createTopics({
        topics: [
          {
            topic,
            numPartitions,
            replicationFactor: 3,
            configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
          },
        ],
        waitForLeaders: false,
      }),
    /** How many events of the topic the group has not committed yet. */
    async lag(groupId: string, topic: string) {
      const committed = (await committedBy(groupId, topic)).reduce((sum, { offset }) => sum + offset, 0)
      return (await ends(topic)).reduce((sum, end) => sum + end, 0) - committed
    },
    /** The position of a group in a partition. */
    async committed(groupId: string, topic: string, partition: number) {
      return (await committedBy(groupId, topic)).find((one) => one.partition === partition)?.offset ?? 0
    },
    deleteBefore: (topic: string, partition: number, offset: number) =>
      admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] }),
    /** All that is committed in a topic, or in one of its partitions from an offset on. */
    read: (topic: string, onEntry: (entry: ReadEntry) => void, from?: Pick<ReadEntry, 'partition' | 'offset'>) =>
      readCommitted(addresses, topic, onEntry, from),
    /** Whether no transaction of the topic is open any more, so that a reader of committed records sees all of it. */
    async isSettled(topic: string) {
      const [all, committed] = [
        await endsOf(addresses, topic, 'read_uncommitted'),
        await endsOf(addresses, topic, 'read_committed'),
      ]
      return all.join() === committed.join()
    },
    /** Whether anybody may use a topic. */
    async allow(topic: string, isAllowed: boolean) {
      const acl = {
        resourceType: kafkajs.AclResourceTypes.TOPIC,
        resourceName: topic,
        resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
        principal: 'User:ANONYMOUS',
        host: '*',
        operation: kafkajs.AclOperationTypes.ALL,
        permissionType: kafkajs.AclPermissionTypes.DENY,
      }
      if (isAllowed) await admin.deleteAcls({ filters: [acl] })
      else await admin.createAcls({ acl: [acl] })
    },
  }
}

export type Cluster = ReturnType<typeof observe>

export interface ReadEntry extends Entry {
  partition: number
  offset: number
}

/** An answer that a broken connection swallowed is waited for so long, in place of a minute. */
const impatient = ['-X', 'socket.timeout.ms=5000', '-X', 'reconnect.backoff.max.ms=1000']

/** With librdkafka, to where what is committed ends now; answers how many records there are. */
async function readCommitted(
  addresses: readonly string[],
  topic: string,
  onEntry: (entry: ReadEntry) => void,
  from?: Pick<ReadEntry, 'partition' | 'offset'>,
): Promise<number> {
  const settings = ['-X', 'isolation.level=read_committed', '-e', '-q', ...impatient]
  const place = from === undefined ? ['-o', 'beginning'] : ['-p', String(from.partition), '-o', String(from.offset)]
  const args = ['-C', '-b', addresses.join(), '-t', topic, ...place, ...settings, '-f', '%p\t%o\t%k\t%s\n']
  const kcat = spawn('kcat', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(kcat, 'close')
  let count = 0
  for await (const line of createInterface(kcat.stdout)) {
    const [partition, offset, key = '', value = ''] = line.split('\t')
    onEntry({ partition: Number(partition), offset: Number(offset), key, value })
    count++
  }
  const [code] = await ended
  if (code !== 0) throw new Error(`kcat could not read ${topic}: exit code ${code}`)
  return count
}

/** Where the partitions end, in order. A record that is not committed, and all after it, ends a log for `read_committed`. */
async function endsOf(addresses: readonly string[], topic: string, isolation: string): Promise<string[]> {
  const args = [
    '-C',
    '-b',
    addresses.join(),
    '-t',
    topic,
    '-X',
    `isolation.level=${isolation}`,
    '-o',
    'end',
    '-e',
    ...impatient,
  ]
  const { stderr } = await promisify(execFile)('kcat', args)
  return [...stderr.matchAll(/Reached end of topic \S+ (\[\d+\] at offset \d+)/g)].map(([, end = '']) => end).toSorted()
}
