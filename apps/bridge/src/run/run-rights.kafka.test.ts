import { testUser } from '@mapping-designer/local-kafka'
import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import kafkajs, { type Admin } from 'kafkajs'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import { eventRecord, writeRecords } from '../kafka/testing.ts'
import { workerProcesses } from './testing.ts'

// Brokers and workers restart here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 })
const waiting = { timeout: 90_000, interval: 100 }
let broker: FailingKafka
let admin: Admin
let kafka: KafkaPort
let workers: ReturnType<typeof workerProcesses>

beforeAll(async () => {
  broker = await startFailingKafka({
    isSecured: true,
    settings: {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
    },
  })
  const { plaintext, saslPlaintext = '' } = broker.brokers
  admin = new kafkajs.Kafka({ brokers: [plaintext], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  kafka = kafkaCluster(aProfile({ brokers: [plaintext] }))
  workers = workerProcesses({
    KAFKA_BROKERS: saslPlaintext,
    KAFKA_SASL_MECHANISM: 'scram-sha-256',
    KAFKA_SASL_USERNAME: testUser.username,
    KAFKA_SASL_PASSWORD: testUser.password,
  })
})
afterEach(() => workers.endAll('SIGKILL'))
afterAll(async () => {
  await Promise.all([admin?.disconnect(), kafka?.close()])
  await broker?.end()
  workers?.cleanUp()
})

const acl = (name: string, type: keyof typeof kafkajs.AclResourceTypes = 'TOPIC') => ({
  resourceType: kafkajs.AclResourceTypes[type],
  resourceName: name,
  resourcePatternType: kafkajs.ResourcePatternTypes.PREFIXED,
  principal: `User:${testUser.username}`,
  host: '*',
  operation: kafkajs.AclOperationTypes.ALL,
  permissionType: kafkajs.AclPermissionTypes.ALLOW,
})

it('waits while it may not write, makes no dead letter of a valid event, and ends when it is told to', async () => {
  for (const [topic, partitions] of [
    ['in', 2],
    ['out', 1],
    ['dead', 1],
  ] as const) {
    await kafka.createTopic(topic, { partitions })
  }
  const all = [acl('in'), acl('out'), acl('dead'), acl('workers', 'GROUP'), acl('workers', 'TRANSACTIONAL_ID')]
  await admin.createAcls({ acl: all })
  const flow = aFlow(aConfig({ mapping: { order: { complete: {} } } }, { topic: 'out', key: 'data.id' }))
  const worker = workers.start(flow, ['--from', 'in', '--group', 'workers', '--dead-letter', 'dead'])
  const written = async (topic: string) =>
    (await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 100 })).length
  const write = (id: string) =>
    writeRecords(broker.brokers.plaintext, 'in', [eventRecord(id), { value: Buffer.from('no json'), partition: 1 }])
  await write('A')
  await vi.waitFor(async () => expect([await written('out'), await written('dead')]).toEqual([1, 1]), waiting)

  const taken = [acl('out'), acl('dead')]
  await admin.deleteAcls({ filters: taken })
  for (const id of ['B', 'C', 'D']) await write(id)
  await vi.waitFor(() => {
    expect(worker.said()).toContain('Partition 0: The cluster does not allow this user to write to out')
    expect(worker.said()).toContain('Partition 1: The cluster does not allow this user to write to dead')
  }, waiting)
  await admin.createAcls({ acl: taken })
  await vi.waitFor(async () => expect([await written('out'), await written('dead')]).toEqual([4, 4]), waiting)
  expect(await worker.end('SIGTERM')).toBe(0)
  expect(worker.said()).toContain('Stopped: 8 read, 4 produced, 0 skipped, 4 to the dead-letter topic.')
})
