import { isPlainObject, memberOf } from '@mapping-designer/mapping-engine'
import { type ClientProfile, profileOfClient } from './client-profile.ts'
import { flattened, setText } from './client-properties.ts'

/** The profiles of a file of rpk, of any of its versions; none where it is something else. */
export function profilesOfRpk(json: Record<string, unknown>, name: string): ClientProfile[] {
  const listed = Array.isArray(json['profiles']) ? json['profiles'] : [json['rpk'], json]
  const found = listed.filter((one): one is Record<string, unknown> => isPlainObject(memberOf(one, 'kafka_api')))
  return found.slice(0, Array.isArray(json['profiles']) ? undefined : 1).map((one) => {
    const { brokers, sasl, tls, ...rest } = one['kafka_api'] as Record<string, unknown>
    const properties = flattened({ kafka_api: rest })
    setText(properties, 'bootstrap.servers', brokers)
    const hasTls = isPlainObject(tls) && tls['enabled'] !== false
    const hasLogin = memberOf(sasl, 'user') !== undefined
    properties.set('security.protocol', `${hasLogin ? 'SASL_' : ''}${hasTls ? 'SSL' : 'PLAINTEXT'}`)
    for (const [from, to] of rpkNames) setText(properties, to, memberOf({ sasl, tls }, ...from.split('.')))
    if (memberOf(tls, 'insecure_skip_verify') === true) properties.set('enable.ssl.certificate.verification', 'false')
    const registry = memberOf(one, 'schema_registry', 'addresses')
    const scheme = isPlainObject(memberOf(one, 'schema_registry', 'tls')) ? 'https' : 'http'
    if (Array.isArray(registry) && registry.length > 0) {
      const [first] = registry.map(String)
      properties.set('schema.registry.url', /:\/\//.test(first ?? '') ? String(first) : `${scheme}://${first}`)
    }
    return profileOfClient(typeof one['name'] === 'string' ? one['name'] : name, properties)
  })
}

const rpkNames = [
  ['sasl.user', 'sasl.username'],
  ['sasl.password', 'sasl.password'],
  ['sasl.type', 'sasl.mechanism'],
  ['sasl.mechanism', 'sasl.mechanism'],
  ['tls.truststore_file', 'ssl.ca.location'],
  ['tls.ca_file', 'ssl.ca.location'],
  ['tls.cert_file', 'ssl.certificate.location'],
  ['tls.key_file', 'ssl.key.location'],
] as const
