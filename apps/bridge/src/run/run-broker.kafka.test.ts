import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import type { KafkaPort } from '../kafka/kafka-port.ts'
import { eventRecord, writeRecords } from '../kafka/testing.ts'
import { type WorkerProcess, workerProcesses } from './testing.ts'

// Brokers and workers restart here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 })
const waiting = { timeout: 90_000, interval: 100 }
let broker: FailingKafka
let kafka: KafkaPort
let workers: ReturnType<typeof workerProcesses>

beforeAll(async () => {
  broker = await startFailingKafka()
  const { plaintext } = broker.brokers
  kafka = kafkaCluster(aProfile({ brokers: [plaintext] }))
  workers = workerProcesses({ KAFKA_BROKERS: plaintext })
  for (const topic of ['in', 'out']) await kafka.createTopic(topic, { partitions: 2 })
})
afterEach(() => workers.endAll('SIGKILL'))
afterAll(async () => {
  await kafka?.close()
  await broker?.end()
  workers?.cleanUp()
})

const flow = aFlow(aConfig({ mapping: { order: { complete: {} } } }, { topic: 'out', key: 'data.id' }))
const start = () => workers.start(flow, ['--from', 'in', '--group', 'workers'])
const write = (...ids: string[]) =>
  writeRecords(
    broker.brokers.plaintext,
    'in',
    ids.map((id, at) => eventRecord(id, at % 2)),
  )
const keys = async () =>
  (await kafka.browse('out', { from: { kind: 'earliest' }, limit: 100 }))
    .map(({ key }) => (key !== null && 'text' in key ? key.text : ''))
    .sort()
const haveKeys = (...expected: string[]) => vi.waitFor(async () => expect(await keys()).toEqual(expected), waiting)
const says = (worker: WorkerProcess, text: string) => vi.waitFor(() => expect(worker.said()).toContain(text), waiting)

it('outlives its broker, and goes on where it was', async () => {
  const worker = start()
  await write('A', 'B')
  await haveKeys('A', 'B')
  await broker.kill()
  await says(worker, 'Nothing answers at')
  await broker.restart()
  await write('C', 'D')
  await haveKeys('A', 'B', 'C', 'D')
  expect(await worker.end('SIGTERM')).toBe(0)
})

it('ends when it is told to, though its broker is frozen', async () => {
  const worker = start()
  await write('E')
  await haveKeys('A', 'B', 'C', 'D', 'E')
  broker.freeze()
  const code = await worker.end('SIGTERM')
  broker.thaw()
  expect(code).not.toBeNull()
})

it('ends when it is told to, though there is no broker', async () => {
  await broker.kill()
  const worker = start()
  await says(worker, 'Nothing answers at')
  const code = await worker.end('SIGTERM')
  await broker.restart()
  expect(code).toBe(0)
})
