import { isPlainObject, memberOf } from '@mapping-designer/mapping-engine'
import { type ClientProfile, profileOfClient } from './client-profile.ts'

/**
 * The profile for a KafkaUser of Strimzi, or for the secret that Strimzi makes of one: a password for SCRAM, or a certificate.
 * `users` are the names of the KafkaUsers beside it. Undefined for everything else.
 */
export function profileOfStrimzi(json: Record<string, unknown>, users: readonly unknown[]): ClientProfile | undefined {
  const name = memberOf(json, 'metadata', 'name')
  if (typeof name !== 'string') return undefined
  const kind = json['kind'] === 'KafkaUser' ? kindOfUser(json) : kindOfSecret(json, name, users)
  if (kind === undefined) return undefined
  const { profile, notes } = profileOfClient(
    name,
    new Map(kind === 'tls' ? certificate : [...scram, ['sasl.username', name]]),
  )
  const files = kind === 'tls' ? 'ca.crt, user.crt and user.key' : 'the password'
  const read = `Read ${files} out of its secret: kubectl get secret ${name} -o jsonpath='{.data.${kind === 'tls' ? 'user\\.crt' : 'password'}}' | base64 -d`
  return { profile, notes: [...notes, read] }
}

const certificate: [string, string][] = [
  ['security.protocol', 'SSL'],
  ['ssl.ca.location', 'ca.crt'],
  ['ssl.certificate.location', 'user.crt'],
  ['ssl.key.location', 'user.key'],
]
const scram: [string, string][] = [
  ['security.protocol', 'SASL_SSL'],
  ['sasl.mechanism', 'SCRAM-SHA-512'],
]

type Kind = 'tls' | 'scram' | undefined

function kindOfUser(json: Record<string, unknown>): Kind {
  const type = memberOf(json, 'spec', 'authentication', 'type')
  return type === 'tls' ? 'tls' : type === 'scram-sha-512' ? 'scram' : undefined
}

function kindOfSecret(json: Record<string, unknown>, name: string, users: readonly unknown[]): Kind {
  const data = json['data'] ?? json['stringData']
  if (json['kind'] !== 'Secret' || !isPlainObject(data)) return undefined
  if ('user.crt' in data) return 'tls'
  // A secret with a password may belong to anything.
  const isOfUser =
    'sasl.jaas.config' in data ||
    users.includes(name) ||
    memberOf(json, 'metadata', 'labels', 'strimzi.io/kind') === 'KafkaUser'
  return 'password' in data && isOfUser ? 'scram' : undefined
}
