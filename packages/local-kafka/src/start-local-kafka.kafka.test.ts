import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { expect, inject, it, onTestFinished } from 'vitest'
import { DataInUse, PortTaken } from './ended-error.ts'
import { freePorts } from './free-port.ts'
import { startLocalKafka } from './start-local-kafka.ts'

it('does not take another broker for its own that got its port first', async () => {
  const [controller = 0] = await freePorts(1)
  const taken = Number(inject('kafka').brokers.plaintext.split(':')[1])
  const start = startLocalKafka({ ports: { controller, plaintext: taken } })
  await expect(start).rejects.toThrow(PortTaken)
})

it('leaves the broker that has the folder as it is, however often it is started there', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'data-'))
  const first = await startLocalKafka({ dataFolder })
  const admin = new Kafka({ brokers: [first.brokers.plaintext], logLevel: logLevel.NOTHING }).admin()
  onTestFinished(async () => {
    await admin.disconnect()
    await first.stop()
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })
  await admin.connect()
  for (let times = 0; times < 4; times++) await expect(startLocalKafka({ dataFolder })).rejects.toThrow(DataInUse)
  expect(await admin.describeCluster()).toMatchObject({ clusterId: first.clusterId })
}, 120_000)
