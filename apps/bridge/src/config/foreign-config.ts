import { basename } from 'node:path'
import { isPlainObject, memberOf } from '@mapping-designer/mapping-engine'
import { parseDocument, stringify } from 'yaml'
import { type ClientProfile, profileOfClient } from './client-profile.ts'
import { type ClientProperties, flattened, parseProperties } from './client-properties.ts'

/** The client configuration of another program. */
export interface ForeignConfig {
  /** What it is, as `a configuration of kafka-ui`. */
  kind: string
  profiles: ClientProfile[]
}

type Json = Record<string, unknown>

/**
 * Recognises the configurations that people have of their cluster: of Java, librdkafka and Spring clients, kcat, AKHQ, kafka-ui,
 * rpk, and the secret of a Strimzi user. Undefined for anything else.
 */
export function readForeignConfig(text: string, path: string): ForeignConfig | undefined {
  const json = readYaml(text)
  if (json !== undefined) return ofYaml(json, nameOf(path))
  const properties = parseProperties(text)
  if (![...properties.keys()].some((name) => known.test(name))) return undefined
  return ofProperties(properties, nameOf(path))
}

const known = /^(?:spring\.kafka\.|bootstrap\.servers$|metadata\.broker\.list$|security\.protocol$|sasl\.|ssl\.)/

function ofProperties(properties: ClientProperties, name: string): ForeignConfig {
  const spring = springProperties(properties)
  if (spring !== undefined) return { kind: 'a configuration of Spring', profiles: [profileOfClient(name, spring)] }
  return { kind: 'a configuration of a Kafka client', profiles: [profileOfClient(name, properties)] }
}

function ofYaml(json: Json, name: string): ForeignConfig | undefined {
  const spring = springProperties(flattened(json))
  if (spring !== undefined) return { kind: 'a configuration of Spring', profiles: [profileOfClient(name, spring)] }
  return ofAkhq(json) ?? ofKafkaUi(json) ?? ofRpk(json, name) ?? ofStrimzi(json)
}

/** Spring writes its own settings with dashes, and passes those below `properties` on as they are. */
function springProperties(all: ClientProperties): ClientProperties | undefined {
  const found = new Map<string, string>()
  for (const [name, value] of all) {
    const own = /^spring\.kafka\.(?:(?:producer|consumer|admin)\.)?(?!properties\.)(.+)$/.exec(name)?.[1]
    const passed = /^spring\.kafka\.(?:\w+\.)?properties\.(.+)$/.exec(name)?.[1]
    const target = passed ?? (own === undefined ? undefined : springNames[own])
    if (target !== undefined) found.set(target, value)
  }
  return found.size === 0 ? undefined : found
}

const springNames: Readonly<Record<string, string>> = {
  'bootstrap-servers': 'bootstrap.servers',
  'security.protocol': 'security.protocol',
  'ssl.trust-store-location': 'ssl.truststore.location',
  'ssl.key-store-location': 'ssl.keystore.location',
  'ssl.trust-store-certificates': 'ssl.truststore.certificates',
}

function ofAkhq(json: Json): ForeignConfig | undefined {
  const connections = memberOf(json, 'akhq', 'connections')
  if (!isPlainObject(connections)) return undefined
  const profiles = Object.entries(connections).map(([name, connection]) => {
    const properties = flattened(memberOf(connection, 'properties'))
    const registry = memberOf(connection, 'schema-registry', 'url')
    if (typeof registry === 'string') properties.set('schema.registry.url', registry)
    return profileOfClient(name, properties)
  })
  return { kind: 'a configuration of AKHQ', profiles }
}

function ofKafkaUi(json: Json): ForeignConfig | undefined {
  const clusters = memberOf(json, 'kafka', 'clusters')
  if (!Array.isArray(clusters)) return undefined
  const profiles = clusters.filter(isPlainObject).map((cluster) => {
    const properties = flattened(cluster['properties'])
    const { bootstrapServers, schemaRegistry } = cluster
    if (bootstrapServers !== undefined) properties.set('bootstrap.servers', String(bootstrapServers))
    if (typeof schemaRegistry === 'string') properties.set('schema.registry.url', schemaRegistry)
    return profileOfClient(String(cluster['name'] ?? 'cluster'), properties)
  })
  return { kind: 'a configuration of kafka-ui', profiles }
}

function ofRpk(json: Json, name: string): ForeignConfig | undefined {
  const listed = Array.isArray(json['profiles']) ? json['profiles'] : [json['rpk'], json]
  const found = listed.filter((one): one is Json => isPlainObject(memberOf(one, 'kafka_api')))
  if (found.length === 0) return undefined
  const profiles = found.slice(0, Array.isArray(json['profiles']) ? undefined : 1).map((one) => {
    const api = flattened(memberOf(one, 'kafka_api'))
    const properties = new Map<string, string>([['bootstrap.servers', api.get('brokers') ?? '']])
    const hasTls = isPlainObject(memberOf(one, 'kafka_api', 'tls'))
    const hasLogin = api.has('sasl.user')
    properties.set('security.protocol', `${hasLogin ? 'SASL_' : ''}${hasTls ? 'SSL' : 'PLAINTEXT'}`)
    for (const [from, to] of rpkNames) if (api.has(from)) properties.set(to, api.get(from) ?? '')
    return profileOfClient(typeof one['name'] === 'string' ? one['name'] : name, properties)
  })
  return { kind: 'a configuration of rpk', profiles }
}

const rpkNames = [
  ['sasl.user', 'sasl.username'],
  ['sasl.password', 'sasl.password'],
  ['sasl.mechanism', 'sasl.mechanism'],
  ['tls.ca_file', 'ssl.ca.location'],
  ['tls.cert_file', 'ssl.certificate.location'],
  ['tls.key_file', 'ssl.key.location'],
] as const

/** The secret that Strimzi makes for a KafkaUser: a password for SCRAM, or a certificate. */
function ofStrimzi(json: Json): ForeignConfig | undefined {
  const { kind, data } = json
  const name = memberOf(json, 'metadata', 'name')
  if (kind !== 'Secret' || !isPlainObject(data) || typeof name !== 'string') return undefined
  const hasCertificate = 'user.crt' in data
  if (!hasCertificate && !('password' in data)) return undefined
  const properties = new Map<string, string>(
    hasCertificate
      ? [
          ['security.protocol', 'SSL'],
          ['ssl.ca.location', 'ca.crt'],
          ['ssl.certificate.location', 'user.crt'],
          ['ssl.key.location', 'user.key'],
        ]
      : [
          ['security.protocol', 'SASL_SSL'],
          ['sasl.mechanism', 'SCRAM-SHA-512'],
          ['sasl.username', name],
        ],
  )
  const { profile, notes } = profileOfClient(name, properties)
  const files = hasCertificate ? 'ca.crt, user.crt and user.key' : 'the password'
  const read = `Read ${files} out of it: kubectl get secret ${name} -o jsonpath='{.data.${hasCertificate ? 'user\\.crt' : 'password'}}' | base64 -d`
  return { kind: 'the secret of a Strimzi user', profiles: [{ profile, notes: [...notes, read] }] }
}

/** A mapping of YAML or JSON; undefined where it is none, such as a file of properties. */
function readYaml(text: string): Json | undefined {
  try {
    const document = parseDocument(text)
    const json: unknown = document.errors.length === 0 ? document.toJS() : undefined
    return isPlainObject(json) ? json : undefined
  } catch {
    return undefined
  }
}

function nameOf(path: string): string {
  return basename(path).replace(/\.\w+$/, '') || 'cluster'
}

/** The config file for it, with what a person has to know as comments. */
export function writeConfigFile({ kind, profiles }: ForeignConfig, path: string): string {
  const notes = profiles.flatMap(({ profile, notes: own }) =>
    own.map((note) => `# ${String(profile['name'])}: ${note}`),
  )
  return `# Made of ${path}, ${kind}.\n${notes.map((note) => `${note}\n`).join('')}${stringify({
    profiles: profiles.map(({ profile }) => profile),
  })}`
}
