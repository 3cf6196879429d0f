import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { type FailingKafka, startFailingKafka } from '@mapping-designer/local-kafka/failing'
import type { KafkaRecord } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Profile } from './config/profile.ts'
import { exactWriter } from './kafka/exact-writer.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'

/** A token as a broker takes it that does not check signatures, which is enough to see it carried there. */
function aToken(subject: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1_000)
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now, exp: now + 300 })}.`
}

const tokenServer = createServer((request, response) => {
  const login = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
  asked.push(login)
  if (login !== 'designer:s3cret') response.writeHead(401).end()
  else response.end(JSON.stringify({ access_token: aToken('designer'), expires_in: 300 }))
})
const asked: string[] = []
/** ms after which a connection has to log in again */
const session = 3_500
let broker: FailingKafka
let endpoint: string

beforeAll(async () => {
  const oauth = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required'
  broker = await startFailingKafka({
    isSecured: true,
    settings: {
      'ssl.client.auth': 'required',
      'sasl.enabled.mechanisms': 'OAUTHBEARER',
      'listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config': `${oauth} unsecuredLoginStringClaim_sub="broker";`,
      'listener.name.sasl_plaintext.oauthbearer.connections.max.reauth.ms': String(session),
      'listener.name.sasl_ssl.oauthbearer.sasl.jaas.config': `${oauth} unsecuredLoginStringClaim_sub="broker";`,
    },
  })
  await new Promise<void>((resolve) => tokenServer.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(tokenServer.address() as { port: number }).port}/token`
})
afterAll(async () => {
  tokenServer.close()
  await broker?.end()
})

const base = { name: 'test', environment: 'local', mayProduce: true, mayCreateTopics: true, topics: ['*'] } as const
const record = (topic: string): KafkaRecord => ({
  topic,
  key: 'k',
  value: '{}',
  headers: {},
  timestamp: '1700000000000',
})

/** Produces with the first client, writes with the second, and reads both back. */
async function roundTrip(profile: Profile): Promise<(string | null)[]> {
  const topic = `login-${crypto.randomUUID()}`
  const kafka = kafkaCluster(profile)
  const writer = exactWriter(profile, topic, { group: topic, topic, partition: 0 })
  try {
    await kafka.createTopic(topic, { partitions: 1 })
    const { partition, offset } = await kafka.send(record(topic), { acks: -1, compression: 0 })
    await writer.open()
    await writer.write([{ record: { ...record(topic), key: 'w' }, send: { acks: -1, compression: 0 } }], 1n)
    const second = await kafka.read(topic, partition, String(Number(offset) + 1))
    return [(await kafka.read(topic, partition, offset)).key, second.key]
  } finally {
    await Promise.all([writer.close(), kafka.close()])
  }
}

const certificates = () => {
  const file = (name: string) => readFileSync(join(dirname(broker.caFile ?? ''), name), 'utf8')
  return { ca: file('ca.pem'), cert: file('server.crt'), key: file('server.key') }
}

it('a client certificate opens both clients', async () => {
  const profile: Profile = { ...base, topics: ['*'], brokers: [broker.brokers.ssl ?? ''], ssl: certificates() }
  expect(await roundTrip(profile)).toEqual(['k', 'w'])
})

it('without the certificate that the broker asks for the failure is told', async () => {
  const { ca } = certificates()
  const kafka = kafkaCluster({ ...base, topics: ['*'], brokers: [broker.brokers.ssl ?? ''], ssl: { ca } })
  await expect(kafka.listTopics()).rejects.toMatchObject({ message: expect.stringMatching(/certificate/i) })
  await kafka.close()
})

const oauth = (clientSecret: string) => ({
  mechanism: 'oauthbearer' as const,
  tokenEndpoint: endpoint,
  clientId: 'designer',
  clientSecret,
})

it('a token of an OAuth endpoint opens both clients, and is asked for once', async () => {
  const sasl = oauth('s3cret')
  const brokers = [broker.brokers.saslPlaintext ?? '']
  expect(await roundTrip({ ...base, topics: ['*'], brokers, sasl })).toEqual(['k', 'w'])
  expect(asked).toEqual(['designer:s3cret'])
})

it('connections outlive the session of their login: what follows, what writes, what produces', async () => {
  const sasl = oauth('s3cret')
  const profile: Profile = { ...base, topics: ['*'], brokers: [broker.brokers.saslPlaintext ?? ''], sasl }
  const topic = `session-${crypto.randomUUID()}`
  const kafka = kafkaCluster(profile)
  const writer = exactWriter(profile, topic, { group: topic, topic, partition: 0 })
  const stop = new AbortController()
  const seen: (string | null)[] = []
  const sent: string[] = []
  try {
    await kafka.createTopic(topic, { partitions: 1 })
    await writer.open()
    const following = (async () => {
      for await (const records of kafka.follow(topic, stop.signal)) {
        seen.push(...records.map(({ value }) => (value && 'text' in value ? value.text : null)))
      }
    })()
    const options = { acks: -1, compression: 0 } as const
    for (const end = Date.now() + 2 * session; Date.now() < end; ) {
      const [produced, written] = [`{"p":${sent.length}}`, `{"w":${sent.length}}`]
      await kafka.send({ ...record(topic), value: produced }, options)
      await writer.write([{ record: { ...record(topic), value: written }, send: options }], BigInt(sent.length + 1))
      sent.push(produced, written)
    }
    // What was written before it began to follow is not for it.
    await expect.poll(() => seen.at(-1)).toBe(sent.at(-1))
    stop.abort()
    await following
    expect(seen).toEqual(sent.slice(-seen.length))
    expect(seen.length).toBeGreaterThan(sent.length / 2)
  } finally {
    stop.abort()
    await Promise.all([writer.close(), kafka.close()])
  }
})

it('an endpoint that refuses is named, and the secret is not', async () => {
  const sasl = oauth('wr0ng')
  const brokers = [broker.brokers.saslPlaintext ?? '']
  const kafka = kafkaCluster({ ...base, topics: ['*'], brokers, sasl })
  const failure = await kafka.listTopics().then(
    () => null,
    (error: Error & { code: string }) => error,
  )
  await kafka.close()
  expect(failure).toMatchObject({ code: 'authentication', message: expect.stringMatching(/endpoint .* answered 401/) })
  expect(failure?.message).not.toContain('wr0ng')
})
