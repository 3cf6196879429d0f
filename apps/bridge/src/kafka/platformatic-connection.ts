import type { BaseOptions, SASLOptions } from '@platformatic/kafka'
import type { Profile, Sasl } from '../config/profile.ts'
import { lookupUnder } from './host-policy.ts'
import { holdWhileReauthenticating } from './reauthentication.ts'
import { tokenProvider } from './token-provider.ts'

holdWhileReauthenticating()

export type KafkaConnection = BaseOptions

/**
 * How @platformatic/kafka connects to the cluster of a profile. It has no hook for plain sockets: a caller
 * looks at the advertised brokers with `checkAdvertised` before the first of them is called.
 */
export function connectionOf(profile: Profile): KafkaConnection {
  const { brokers, ssl, sasl } = profile
  return {
    clientId: 'kafka-mapping-designer',
    bootstrapBrokers: brokers,
    connectTimeout: 5_000,
    timeout: 5_000,
    retries: 1,
    retryDelay: 100,
    ...(ssl && { tls: { ...ssl, lookup: lookupUnder(profile) } }),
    ...(sasl && { sasl: saslOf(sasl) }),
  }
}

function saslOf(sasl: Sasl): SASLOptions {
  if (sasl.mechanism === 'oauthbearer' || sasl.mechanism === 'aws-msk-iam')
    return { mechanism: 'OAUTHBEARER', token: tokenProvider(sasl) }
  const mechanism = sasl.mechanism.toUpperCase() as 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  return { mechanism, username: sasl.username, password: sasl.password }
}

/**
 * Keeps a client from ending the process: it emits `error` for a connection that is lost between two calls, and an
 * event of that name that nobody hears is thrown. The next call tells of the fault.
 */
export function withErrorListener<T extends { on(event: 'error', listener: () => void): unknown }>(client: T): T {
  client.on('error', () => {})
  return client
}
