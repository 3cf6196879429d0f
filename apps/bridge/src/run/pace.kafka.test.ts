import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from '@mapping-designer/local-kafka/testing'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { Producer } from '@platformatic/kafka'
import { afterAll, expect, inject, it, vi } from 'vitest'
import { createEventRunner } from '../code/event-runner.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'
import { aProfile } from '../testing.ts'
import { startWorker } from './testing.ts'

const profile = aProfile({ brokers: [inject('kafka').brokers.plaintext] })
const kafka = kafkaCluster(profile)
const runner = createEventRunner()
const folder = mkdtempSync(join(tmpdir(), 'pace-'))

afterAll(() => Promise.all([kafka.close(), runner.close()]))

it('writes what trickles in together, in a transaction of each partition every 50 ms at most', async () => {
  const partitions = 2
  const topic = `pace-${crypto.randomUUID()}`
  for (const name of [topic, `${topic}-out`]) await kafka.createTopic(name, { partitions })
  const sizes: number[] = []
  const onWritten = ({ read }: { read: number }) => read > 0 && sizes.push(read)
  const flow = aFlow(aConfig({}, { topic: `${topic}-out`, key: 'data.id' }))
  const worker = startWorker({ profile, runner, flow, folder, from: topic, group: topic, onWritten })
  const producer = new Producer({ clientId: 'test', bootstrapBrokers: profile.brokers as string[] })
  const value = Buffer.from(JSON.stringify({ name: 'order complete', data: { id: 'K' } }))
  const send = (partition: number) => producer.send({ messages: [{ topic, partition, value }], acks: -1 })
  const whenRead = (count: number) =>
    vi.waitFor(() => expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count), { timeout: 90_000 })
  for (let partition = 0; partition < partitions; partition++) await send(partition)
  await whenRead(partitions)
  sizes.length = 0
  const began = Date.now()
  for (let index = 0; index < 200; index++) await send(index % partitions)
  await whenRead(200)
  const steps = 2 + (Date.now() - began) / 50
  await Promise.all([worker.stop(), producer.close()])
  expect(sizes.length).toBeLessThanOrEqual(partitions * steps)
})
