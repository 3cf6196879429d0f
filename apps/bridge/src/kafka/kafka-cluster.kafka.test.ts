import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { testUser } from '@mapping-designer/local-kafka'
import type {} from '@mapping-designer/local-kafka/testing'
import { afterAll, describe, expect, inject, it } from 'vitest'
import type { Profile } from '../config/profile.ts'
import { aProfile } from '../testing.ts'
import { kafkaCluster } from './kafka-cluster.ts'
import { describeKafkaPort } from './kafka-port.contract.ts'

const kafka = inject('kafka')
const ca = readFileSync(kafka.caFile ?? '', 'utf8')

function profile(changes: Partial<Profile>): Profile {
  return aProfile({ brokers: [kafka.brokers.plaintext], ...changes })
}
const secured = (changes: Partial<Profile> = {}) =>
  profile({
    brokers: [kafka.brokers.saslSsl ?? ''],
    ssl: { ca },
    sasl: { mechanism: 'scram-sha-512', ...testUser },
    ...changes,
  })

describeKafkaPort('kafkajs on PLAINTEXT', () => kafkaCluster(profile({})))
describeKafkaPort('kafkajs on SASL_SSL with SCRAM-SHA-512', () => kafkaCluster(secured()))
describeKafkaPort('kafkajs on SASL_PLAINTEXT with PLAIN', () =>
  kafkaCluster(profile({ brokers: [kafka.brokers.saslPlaintext ?? ''], sasl: { mechanism: 'plain', ...testUser } })),
)

describe('a cluster that cannot be used', () => {
  // Accepts connections and never says a word.
  const silent = createServer()
  const listening = new Promise<string>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(silent.address() as { port: number }).port}`))
  })
  afterAll(() => silent.close())

  it.each<{ fact: string; profile: () => Profile | Promise<Profile>; code: string }>([
    { fact: 'nobody listens', profile: () => profile({ brokers: ['127.0.0.1:1'] }), code: 'unreachable' },
    {
      fact: 'the broker never answers',
      profile: async () => profile({ brokers: [await listening] }),
      code: 'no-answer',
    },
    {
      fact: 'the password is wrong',
      profile: () => secured({ sasl: { mechanism: 'scram-sha-512', username: 'alice', password: 'wrong' } }),
      code: 'authentication',
    },
    { fact: 'the certificate is not trusted', profile: () => secured({ ssl: {} }), code: 'tls' },
    { fact: 'TLS meets a plain listener', profile: () => profile({ ssl: { ca } }), code: 'tls' },
  ])('says so when $fact', async ({ profile, code }) => {
    const port = kafkaCluster(await profile())
    await expect(port.listTopics()).rejects.toMatchObject({ code, message: expect.stringMatching(/^\S.*\.$/) })
    await port.close()
  })
})
