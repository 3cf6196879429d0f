import kafkajs, { type Admin, type Kafka, type Producer, type SASLOptions } from 'kafkajs'
import type { Profile } from '../config/profile.ts'
import { withDeadline } from './deadline.ts'
import { guardedSockets } from './host-policy.ts'
import { tokenProvider } from './token-provider.ts'

/** ms in which a cluster answers what is asked of it */
export const connectLimit = 8_000

/** kafkajs for the cluster of a profile, or for some of its brokers. */
export function createClient(profile: Profile, brokers: string[] = profile.brokers, retries = 5): Kafka {
  const { ssl, sasl } = profile
  return new kafkajs.Kafka({
    clientId: 'kafka-mapping-designer',
    brokers,
    socketFactory: guardedSockets(profile),
    ...(ssl && { ssl: { ...ssl } }),
    ...(sasl && { sasl: saslOf(sasl) }),
    connectionTimeout: 4_000,
    requestTimeout: 10_000,
    // A session that is shorter than this would be renewed with each request, which brokers refuse within a second.
    reauthenticationThreshold: 2_000,
    // Retries are for a leader that moves and for a topic made a moment ago; two seconds in all, then it is said.
    retry: { retries, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: kafkajs.logLevel.NOTHING,
  })
}

function saslOf(sasl: NonNullable<Profile['sasl']>): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer' && sasl.mechanism !== 'aws-msk-iam') return sasl as SASLOptions
  const token = tokenProvider(sasl)
  return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) }
}

/** Writes nothing twice: with idempotence the broker sees to it, without it nothing is tried again. */
export function createProducer(kafka: Kafka, isIdempotent: boolean): Producer {
  return kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: isIdempotent,
    ...(!isIdempotent && { retry: { retries: 0 } }),
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
}

/** The client when it is connected; leaves none open that cannot be. */
export async function connected<T extends Admin | Producer>(client: T): Promise<T> {
  try {
    await withDeadline(client.connect(), connectLimit, 'The cluster')
    return client
  } catch (error) {
    client.disconnect().catch(() => {})
    throw error
  }
}
