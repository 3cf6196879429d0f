import { basename } from 'node:path'
import { isPlainObject, memberOf } from '@mapping-designer/mapping-engine'
import { parseAllDocuments, stringify } from 'yaml'
import { type ClientProfile, profileOfClient } from './client-profile.ts'
import { type ClientProperties, flattened, parseProperties, setText } from './client-properties.ts'
import { profilesOfRpk } from './rpk-profiles.ts'
import { profileOfStrimzi } from './strimzi-user.ts'

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
  const name = nameOf(path)
  const documents = readYaml(text)
  if (documents.length > 0) return ofDocuments(documents, name)
  // Broken YAML may have lines that look like properties.
  if (/\.ya?ml$/i.test(path) && !/^\s*[\w.]+\s*=/m.test(text)) return undefined
  return ofJaas(text, name) ?? ofProperties(parseProperties(text), name)
}

const known = /^(?:bootstrap\.servers|metadata\.broker\.list|security\.protocol|sasl\.|ssl\.)/
/** Connect, Quarkus and others put the clients that they are for before the names. */
const owners =
  /^(?:kafka|producer|consumer|admin|client)\.(?=bootstrap\.|brokers$|metadata\.|security\.|sasl\.|ssl\.|schema\.)/

function ofProperties(properties: ClientProperties, name: string): ForeignConfig | undefined {
  const spring = springProperties(properties)
  if (spring !== undefined) return { kind: 'a configuration of Spring', profiles: [profileOfClient(name, spring)] }
  const ui = uiVariables(Object.fromEntries(properties))
  if (ui !== undefined) return ui
  const own = new Map([...properties].filter(([key]) => !owners.test(key)))
  for (const [key, value] of properties) {
    const bare = key.replace(owners, '')
    if (!own.has(bare)) own.set(bare, value)
  }
  if (![...own.keys()].some((key) => known.test(key))) return undefined
  // The configuration of a broker has settings of TLS, too.
  if (own.has('log.dirs') && !own.has('bootstrap.servers')) return undefined
  return { kind: 'a configuration of a Kafka client', profiles: [profileOfClient(name, own)] }
}

/** A file may hold several documents: the profiles of Spring, or what kubectl prints. */
function ofDocuments(documents: readonly Json[], name: string): ForeignConfig | undefined {
  const all = documents.flatMap((one): Json[] =>
    Array.isArray(one['items']) ? one['items'].filter(isPlainObject) : [one],
  )
  const users = all.filter((one) => one['kind'] === 'KafkaUser').map((one) => memberOf(one, 'metadata', 'name'))
  const hasSecret = all.some((one) => one['kind'] === 'Secret')
  const found = all.flatMap((one): ForeignConfig[] => {
    if (hasSecret && one['kind'] === 'KafkaUser') return []
    const settings = flattened(one)
    const profile = settings.get('spring.config.activate.on-profile') ?? settings.get('spring.profiles')
    const read = ofYaml(one, profile === undefined ? name : `${name}-${profile}`, users)
    return read === undefined ? [] : [read]
  })
  const [first] = found
  return first && { kind: first.kind, profiles: withOwnNames(found.flatMap(({ profiles }) => profiles)) }
}

/** A config file has each name once. */
function withOwnNames(profiles: readonly ClientProfile[]): ClientProfile[] {
  const seen = new Map<unknown, number>()
  return profiles.map(({ profile, notes }) => {
    const { name } = profile
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { profile: count === 1 ? profile : { ...profile, name: `${String(name)}-${count}` }, notes }
  })
}

function ofYaml(json: Json, name: string, users: readonly unknown[]): ForeignConfig | undefined {
  return (
    ofAkhq(json) ??
    ofKafkaUi(json) ??
    ofRpk(json, name) ??
    ofStrimzi(json, users) ??
    ofCompose(json) ??
    ofKafkajs(json, name) ??
    ofLeaves(json, name)
  )
}

/** What `new Kafka()` of kafkajs takes. */
function ofKafkajs({ brokers, ssl, sasl, clientId, ...rest }: Json, name: string): ForeignConfig | undefined {
  if (!Array.isArray(brokers) || 'name' in rest) return undefined
  const properties = flattened({ sasl, clientId, ...rest })
  setText(properties, 'bootstrap.servers', brokers)
  properties.set('security.protocol', `${isPlainObject(sasl) ? 'SASL_' : ''}${ssl ? 'SSL' : 'PLAINTEXT'}`)
  if (isPlainObject(ssl)) for (const key of Object.keys(ssl)) properties.set(`tls.${key}`, '')
  return { kind: 'a configuration of kafkajs', profiles: [profileOfClient(name, properties)] }
}

/** Settings by their names, in whatever they are nested. */
function ofLeaves(json: Json, name: string): ForeignConfig | undefined {
  return ofProperties(flattened(json), name)
}

/** Spring writes its own settings in several ways, and passes those below `properties` or `configuration` on as they are. */
function springProperties(all: ClientProperties): ClientProperties | undefined {
  const found = new Map<string, string>()
  const common = new Set<string>()
  for (const [name, value] of all) {
    const [, client, rest] =
      /^spring\.(?:kafka|cloud\.stream\.kafka\.binder)\.(?:(producer|consumer|admin|streams)(?:-properties)?\.)?(.+)$/.exec(
        name,
      ) ?? []
    if (rest === undefined) continue
    const passed = /^(?:properties|configuration)\.(.+)$/.exec(rest)?.[1]
    const target = passed ?? springNames[dashed(rest)] ?? name
    // What is said of all clients comes before what is said of one.
    if (client !== undefined && common.has(target)) continue
    if (client === undefined) common.add(target)
    found.set(target, value)
  }
  return found.size === 0 ? undefined : found
}

/** `bootstrapServers` and `bootstrap_servers` are the same to Spring. */
function dashed(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

const springNames: Readonly<Record<string, string>> = {
  brokers: 'bootstrap.servers',
  'bootstrap-servers': 'bootstrap.servers',
  'client-id': 'client.id',
  'security.protocol': 'security.protocol',
  'jaas.login-module': 'sasl.jaas.config',
  'jaas.options.username': 'sasl.username',
  'jaas.options.password': 'sasl.password',
  'ssl.trust-store-location': 'ssl.truststore.location',
  'ssl.trust-store-password': 'ssl.truststore.password',
  'ssl.trust-store-certificates': 'ssl.truststore.certificates',
  'ssl.trust-store-type': 'ssl.truststore.type',
  'ssl.key-store-location': 'ssl.keystore.location',
  'ssl.key-store-password': 'ssl.keystore.password',
  'ssl.key-store-type': 'ssl.keystore.type',
  'ssl.key-store-certificate-chain': 'ssl.keystore.certificate.chain',
  'ssl.key-store-key': 'ssl.keystore.key',
  'ssl.key-password': 'ssl.key.password',
}

function ofAkhq(json: Json): ForeignConfig | undefined {
  const connections = memberOf(json, 'akhq', 'connections')
  if (!isPlainObject(connections)) return undefined
  const profiles = Object.entries(connections).map(([name, connection]) => {
    const { properties, 'schema-registry': registry, ...rest } = isPlainObject(connection) ? connection : {}
    const found = flattened(properties)
    setText(found, 'schema.registry.url', memberOf(registry, 'url'))
    setLogin(found, memberOf(registry, 'basic-auth-username'), memberOf(registry, 'basic-auth-password'))
    return profileOfClient(name, new Map([...found, ...flattened(rest)]))
  })
  return { kind: 'a configuration of AKHQ', profiles }
}

function ofKafkaUi(json: Json): ForeignConfig | undefined {
  const clusters = memberOf(json, 'kafka', 'clusters')
  if (!Array.isArray(clusters)) return undefined
  const profiles = clusters.filter(isPlainObject).map((cluster) => {
    const { name, bootstrapServers, schemaRegistry, schemaRegistryAuth, ssl, properties, ...rest } = cluster
    const found = flattened(properties)
    setText(found, 'bootstrap.servers', bootstrapServers)
    setText(found, 'schema.registry.url', schemaRegistry)
    setLogin(found, memberOf(schemaRegistryAuth, 'username'), memberOf(schemaRegistryAuth, 'password'))
    setText(
      found,
      'ssl.truststore.location',
      memberOf(ssl, 'truststoreLocation') ?? memberOf(ssl, 'truststorelocation'),
    )
    return profileOfClient(String(name ?? 'cluster'), new Map([...found, ...flattened(rest)]))
  })
  return { kind: 'a configuration of kafka-ui', profiles }
}

function setLogin(found: Map<string, string>, username: unknown, password: unknown): void {
  if (typeof username === 'string') found.set('basic.auth.user.info', `${username}:${String(password ?? '')}`)
}

/** The services of a compose file, which hand their settings on as variables. */
function ofCompose(json: Json): ForeignConfig | undefined {
  const services = isPlainObject(json['services']) ? Object.values(json['services']) : []
  for (const service of services) {
    const given = memberOf(service, 'environment')
    const variables = Array.isArray(given)
      ? Object.fromEntries(given.map((one) => [...String(one).split(/=(.*)/s), ''].slice(0, 2)))
      : isPlainObject(given)
        ? given
        : {}
    const akhq = variables['AKHQ_CONFIGURATION']
    const found = typeof akhq === 'string' ? readForeignConfig(akhq, 'akhq') : uiVariables(variables)
    if (found !== undefined) return found
  }
  return undefined
}

/** `KAFKA_CLUSTERS_0_PROPERTIES_SECURITY_PROTOCOL`: the settings of kafka-ui as variables. */
function uiVariables(variables: Json): ForeignConfig | undefined {
  const clusters: Json[] = []
  for (const [variable, value] of Object.entries(variables)) {
    const [, index, name = ''] = /^KAFKA_CLUSTERS_(\d{1,2})_(\w+)$/.exec(variable) ?? []
    if (index === undefined) continue
    const cluster = clusters[Number(index)] ?? { properties: {} }
    clusters[Number(index)] = cluster
    const property = /^PROPERTIES_(.+)$/.exec(name)?.[1]
    if (property !== undefined && isPlainObject(cluster['properties']))
      cluster['properties'][property.toLowerCase().replaceAll('_', '.')] = value
    else setMember(cluster, uiNames[name] ?? [variable], value)
  }
  return clusters.length === 0 ? undefined : ofKafkaUi({ kafka: { clusters: clusters.filter(isPlainObject) } })
}

const uiNames: Readonly<Record<string, string[]>> = {
  NAME: ['name'],
  BOOTSTRAPSERVERS: ['bootstrapServers'],
  SCHEMAREGISTRY: ['schemaRegistry'],
  SCHEMAREGISTRYAUTH_USERNAME: ['schemaRegistryAuth', 'username'],
  SCHEMAREGISTRYAUTH_PASSWORD: ['schemaRegistryAuth', 'password'],
  SSL_TRUSTSTORELOCATION: ['ssl', 'truststoreLocation'],
  SSL_TRUSTSTOREPASSWORD: ['ssl', 'truststorePassword'],
}

function setMember(object: Json, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) object[key] = value
  else {
    const inside = object[key]
    const next = isPlainObject(inside) ? inside : {}
    object[key] = next
    setMember(next, rest, value)
  }
}

function ofRpk(json: Json, name: string): ForeignConfig | undefined {
  const profiles = profilesOfRpk(json, name)
  return profiles.length === 0 ? undefined : { kind: 'a configuration of rpk', profiles }
}

function ofStrimzi(json: Json, users: readonly unknown[]): ForeignConfig | undefined {
  const profile = profileOfStrimzi(json, users)
  return (
    profile && {
      kind: json['kind'] === 'KafkaUser' ? 'a Strimzi user' : 'the secret of a Strimzi user',
      profiles: [profile],
    }
  )
}

/** What a Java client reads its login of: `KafkaClient { … };`. */
function ofJaas(text: string, name: string): ForeignConfig | undefined {
  const [, login] = /^\s*KafkaClient\s*\{([^}]*)\}/m.exec(text) ?? []
  if (login === undefined) return undefined
  return { kind: 'a JAAS configuration', profiles: [profileOfClient(name, new Map([['sasl.jaas.config', login]]))] }
}

/** The mappings of a text of YAML or JSON; none where it is something else, such as a file of properties. */
function readYaml(text: string): Json[] {
  try {
    const documents = [parseAllDocuments(text, { merge: true })].flat()
    if (documents.some(({ errors }) => errors.length > 0)) return []
    return documents.map((document): unknown => document.toJS()).filter(isPlainObject)
  } catch {
    return []
  }
}

function nameOf(path: string): string {
  return basename(path).replace(/\.\w+$/, '') || 'cluster'
}

/** The config file for it, with what a person has to know as comments. */
export function writeConfigFile({ kind, profiles }: ForeignConfig, path: string): string {
  const notes = profiles.flatMap(({ profile, notes: own }) =>
    own.map((note) => `# ${String(profile['name'])}: ${note.replaceAll(/\s+/g, ' ')}`),
  )
  return `# Made of ${path}, ${kind}.\n${notes.map((note) => `${note}\n`).join('')}${stringify({
    profiles: profiles.map(({ profile }) => profile),
  })}`
}
