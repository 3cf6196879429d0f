import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { ensureKcat } from '@mapping-designer/local-kafka/kcat'
import type {} from '@mapping-designer/local-kafka/testing'
import { kcatSnippet } from '@mapping-designer/mapping-engine/snippets'
import { expect, inject, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from './kafka-cluster.ts'

const { brokers, caFile } = inject('kafka')
const kafka = kafkaCluster(aProfile({ brokers: [brokers.plaintext] }))
const record = { topic: `kcat-${crypto.randomUUID()}`, key: 'k', value: '{"id":1}', headers: {}, timestamp: '0' }

it.each(['plain'])('kcat connects with TLS and %s, with references as variables of the shell', async (mechanism) => {
  ensureKcat()
  const topic = `${record.topic}-${mechanism}`
  await kafka.createTopic(topic, { partitions: 1 })
  const config = {
    settings: {
      kafka: {
        brokers: ['$env.BROKER'],
        topic,
        ssl: { ca: ['$env.CA'] },
        sasl: { mechanism, username: '$env.NAME:alice', password: 'written out' },
      },
    },
  }
  const send = { acks: -1, compression: 0 }
  const command = kcatSnippet({ config, collector: {}, event: {}, record: { ...record, topic }, send })
  expect(command).not.toContain('written out')
  const env = {
    ...process.env,
    BROKER: brokers.saslSsl,
    CA: await readFile(caFile ?? '', 'utf8'),
    KAFKA_SASL_PASSWORD: 'alice-secret',
  }
  await promisify(execFile)('bash', ['-c', `set -o pipefail; ${command}`], { env, timeout: 30_000 })
  const records = await kafka.browse(topic, { from: { kind: 'earliest' }, limit: 10 })
  expect(records).toMatchObject([{ key: { text: 'k' }, value: { text: '{"id":1}' } }])
})
