import type { ClientProperties } from './client-properties.ts'

/** A profile as a config file has it, made of the settings of another client, and what a person has to know about it. */
export interface ClientProfile {
  profile: Record<string, unknown>
  /** Sentences: secrets to set, files to convert, settings that were left out. None holds a secret. */
  notes: string[]
}

/**
 * The profile for the settings of a Java or librdkafka client. Secrets become references to environment variables. Nothing
 * is guessed: what has no counterpart is named in a note.
 */
export function profileOfClient(name: string, properties: ClientProperties): ClientProfile {
  const reader = createReader(properties)
  const prefix = `${name.toUpperCase().replace(/\W+/g, '_')}_`
  const notes: string[] = []
  const brokers = addresses(reader.take('bootstrap.servers', 'metadata.broker.list', 'brokers'), notes)
  if (brokers.length === 0) notes.push('It names no brokers: fill in brokers.')
  const profile = {
    name: name.replace(/[^\w.-]+/g, '-'),
    environment: 'staging',
    brokers: brokers.length === 0 ? ['HOST:PORT'] : brokers,
    ...tls(reader, prefix, notes),
    ...login(reader, prefix, brokers, notes),
    ...registry(reader, prefix, notes),
  }
  notes.push('Set environment to production where it is one, and produce: { enabled: true, topics: […] } to produce.')
  const left = reader.left()
  // What has no name may be a line of a secret.
  const named = left.filter((key) => /^[%\w-]+(?:\.[\w[\]-]+)*$/.test(key))
  if (named.length > 0) notes.push(`Left out, because a profile has no such setting: ${named.join(', ')}.`)
  if (named.length < left.length) notes.push(`Lines that are no settings were left out: ${left.length - named.length}.`)
  return { profile, notes }
}

interface Reader {
  /** The first of the settings that is there. */
  take(...names: string[]): string | undefined
  /** A setting as it is, which may be empty. */
  raw(name: string): string | undefined
  /** Names of settings that nobody took. */
  left(): string[]
}

function createReader(properties: ClientProperties): Reader {
  const taken = new Set<string>()
  return {
    take(...names) {
      for (const name of names) taken.add(name)
      return names.map((name) => properties.get(name)).find((value) => value !== undefined && value !== '')
    },
    raw(name) {
      taken.add(name)
      return properties.get(name)
    },
    left: () => [...properties.keys()].filter((name) => !taken.has(name)),
  }
}

function addresses(list: string | undefined, notes: string[]): string[] {
  if (list !== undefined && placeholder.test(list)) return [plainly(list, 'The list of brokers', notes)]
  return (list ?? '').split(/[,;\s]+/).flatMap((one) => one.replace(/^\w+:\/\//, '') || [])
}

/** A setting that is no secret; a variable of the file becomes a reference to the environment. */
function plainly(value: string, what: string, notes: string[]): string {
  const [, gap] = gapInTemplate.exec(value) ?? []
  if (gap !== undefined) {
    const variable = gap.toUpperCase().replaceAll(/\W+/g, '_')
    notes.push(`${what} is a gap in the file: set the environment variable ${variable} to it.`)
    return `$env.${variable}`
  }
  const [, name, byDefault] = placeholder.exec(value) ?? []
  if (name === undefined) return value
  if (byDefault && !byDefault.includes('@'))
    notes.push(`${what} is the environment variable ${name}; without it the file takes ${byDefault}.`)
  return `$env.${name}`
}

/** `${NAME}`, `${NAME:default}`, `$NAME`, `${env:NAME}`. */
const placeholder = /^\$\{?(?:env[.:])?(\w+)(?::-?([^}]*))?\}?$/

/** `{{ CLUSTER_API_KEY }}`, `<CLUSTER_API_KEY>`: what a template leaves to the person. */
const gapInTemplate = /^(?:\{\{\s*|<)([A-Za-z][\w -]*?)(?:\s*\}\}|>)$/

/** A reference to a secret: the variable that the file itself names, or one of our own that has to be set. */
function secret(value: string, variable: string, what: string, notes: string[]): string {
  const named = (placeholder.exec(value) ?? gapInTemplate.exec(value))?.[1]?.replaceAll(/\W+/g, '_')
  if (named !== undefined) return `$env.${named}`
  notes.push(`Set the environment variable ${variable} to ${what}.`)
  return `$env.${variable}`
}

function login(reader: Reader, prefix: string, brokers: readonly string[], notes: string[]): object {
  const protocol = (reader.take('security.protocol') ?? '').toUpperCase()
  const jaas = reader.take('sasl.jaas.config') ?? ''
  reader.take('sasl.client.callback.handler.class', 'sasl.login.callback.handler.class')
  const given = reader.take('sasl.mechanism', 'sasl.mechanisms')
  const username = reader.take('sasl.username') ?? option(jaas, 'username')
  const password = reader.take('sasl.password') ?? option(jaas, 'password')
  const isUsed = given !== undefined || username !== undefined || protocol.startsWith('SASL')
  if (!isUsed || protocol === 'SSL' || protocol === 'PLAINTEXT') return {}
  if (protocol === '') notes.push('It does not say whether the listener has TLS: set ssl to true where it has.')
  const mechanism = (given ?? assumedMechanism(jaas, notes)).toLowerCase()
  switch (mechanism) {
    case 'plain':
    case 'scram-sha-256':
    case 'scram-sha-512': {
      if (username === undefined) notes.push('It names no user: fill in username.')
      const reference = secret(password ?? '', `${prefix}PASSWORD`, 'the password of that user', notes)
      return { sasl: { mechanism, username: plainly(username ?? 'USER', 'The user', notes), password: reference } }
    }
    case 'aws_msk_iam':
      for (const [name, variable] of iamOptions) {
        const value = option(jaas, name)
        if (value !== undefined) notes.push(`It logs in with ${name} ${value}: ${variable}`)
      }
      return { sasl: { mechanism: 'aws-msk-iam', region: regionOf(brokers, notes) } }
    case 'oauthbearer':
      return { sasl: oauth(reader, jaas, prefix, notes) }
    default:
      notes.push(
        `A profile knows no mechanism ${mechanism.toUpperCase()}: use plain, scram-sha-256, scram-sha-512, oauthbearer or aws-msk-iam.`,
      )
      return {}
  }
}

const iamOptions = [
  ['awsProfileName', 'set AWS_PROFILE to it where the bridge runs.'],
  ['awsRoleArn', 'the bridge takes the role of its own environment, so assume it there.'],
] as const

/** Java would take GSSAPI where none is named; the login module tells more. */
function assumedMechanism(jaas: string, notes: string[]): string {
  const mechanism = /IAMLoginModule/.test(jaas)
    ? 'AWS_MSK_IAM'
    : /OAuthBearer/.test(jaas)
      ? 'OAUTHBEARER'
      : /Scram/.test(jaas)
        ? 'SCRAM-SHA-512'
        : /Krb5/.test(jaas)
          ? 'GSSAPI'
          : 'PLAIN'
  notes.push(`It names no mechanism, so ${mechanism} was assumed: check mechanism.`)
  return mechanism
}

/** An option of a login module, as `username="me"` in a JAAS configuration. */
function option(jaas: string, name: string): string | undefined {
  const [, quoted, single, bare] =
    new RegExp(`\\b${name}\\s*=\\s*(?:"((?:\\\\.|[^"])*)"|'([^']*)'|([^\\s;]+))`).exec(jaas) ?? []
  return quoted ?? single ?? bare
}

function regionOf(brokers: readonly string[], notes: string[]): string {
  const region = /\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(brokers[0] ?? '')?.[1]
  if (region === undefined) notes.push('The region is not in the names of the brokers: fill in region.')
  return region ?? 'REGION'
}

function oauth(reader: Reader, jaas: string, prefix: string, notes: string[]): object {
  const endpoint = reader.take('sasl.oauthbearer.token.endpoint.url')
  if (endpoint === undefined) notes.push('It names no token endpoint: fill in tokenEndpoint.')
  const clientId = reader.take('sasl.oauthbearer.client.id') ?? option(jaas, 'clientId')
  const clientSecret = reader.take('sasl.oauthbearer.client.secret') ?? option(jaas, 'clientSecret') ?? ''
  const scope = reader.take('sasl.oauthbearer.scope') ?? option(jaas, 'scope')
  reader.take('sasl.oauthbearer.method')
  const extensions = [...jaas.matchAll(/\bextension_(\w+)/g)].map(([, name]) => name)
  if (reader.take('sasl.oauthbearer.extensions') !== undefined) extensions.push('sasl.oauthbearer.extensions')
  if (extensions.length > 0)
    notes.push(`Left out, because a profile has no extensions of tokens: ${extensions.join(', ')}.`)
  return {
    mechanism: 'oauthbearer',
    tokenEndpoint: endpoint ?? 'https://HOST/token',
    clientId: plainly(clientId ?? 'CLIENT', 'The client', notes),
    clientSecret: secret(clientSecret, `${prefix}CLIENT_SECRET`, 'the secret of that client', notes),
    ...(scope !== undefined && { scope }),
  }
}

function tls(reader: Reader, prefix: string, notes: string[]): object {
  const protocol = (reader.take('security.protocol') ?? '').toUpperCase()
  const ca = authority(reader, notes)
  const client = clientCertificate(reader, prefix, notes)
  const verification = reader.take('enable.ssl.certificate.verification')
  const isAnyName = ['', 'none'].includes(reader.raw('ssl.endpoint.identification.algorithm') ?? 'https')
  if (verification === 'false' || isAnyName) {
    notes.push('A profile always verifies the certificate of the broker: name its authority in ssl.ca.')
  }
  const files = { ...(ca !== undefined && { ca }), ...client }
  if (Object.keys(files).length > 0) return { ssl: files }
  return protocol.endsWith('SSL') ? { ssl: true } : {}
}

function authority(reader: Reader, notes: string[]): string | undefined {
  reader.take('ssl.truststore.password')
  const isPem = /pem/i.test(reader.take('ssl.truststore.type') ?? '')
  const pem = reader.take('ssl.ca.location')
  const inline = reader.take('ssl.truststore.certificates', 'ssl.ca.pem')
  const store = storeOf(reader, 'ssl.truststore.location')
  if (pem !== undefined) return pem
  if (inline !== undefined) {
    notes.push('Save the certificates of ssl.truststore.certificates in a file ca.pem.')
    return 'ca.pem'
  }
  if (store === undefined || isPem || /\.pem$/i.test(store)) return store
  notes.push(
    `A truststore of Java is not read. Convert it: keytool -exportcert -rfc -keystore ${store} -alias ALIAS -file ca.pem (keytool -list names the alias).`,
  )
  return 'ca.pem'
}

/** Spring names files as `file:/certs/trust.jks`. */
function storeOf(reader: Reader, name: string): string | undefined {
  return reader.take(name)?.replace(/^(?:file|classpath):(?:\/\/(?=\/))?/, '')
}

function clientCertificate(reader: Reader, prefix: string, notes: string[]): { cert?: string; key?: string } {
  const type = reader.take('ssl.keystore.type') ?? ''
  reader.take('ssl.keystore.password')
  const hasPassword = reader.take('ssl.key.password') !== undefined
  const cert = reader.take('ssl.certificate.location')
  const key = reader.take('ssl.key.location')
  const store = storeOf(reader, 'ssl.keystore.location')
  const inline = reader.take('ssl.keystore.certificate.chain', 'ssl.certificate.pem')
  const inlineKey = reader.take('ssl.keystore.key', 'ssl.key.pem')
  if (cert !== undefined && key !== undefined) {
    if (hasPassword)
      notes.push(`The key has a password: take it off with openssl pkcs8 -in ${key} -out client-key.pem.`)
    return { cert, key: `file:${hasPassword ? 'client-key.pem' : key}` }
  }
  if (inline !== undefined && inlineKey !== undefined) {
    notes.push(`Save ssl.keystore.certificate.chain in a file client.pem, and set ${prefix}KEY to ssl.keystore.key.`)
    return { cert: 'client.pem', key: `$env.${prefix}KEY` }
  }
  if (store === undefined) return {}
  if (/pem/i.test(type)) return { cert: store, key: `file:${store}` }
  const isPkcs12 = /pkcs12/i.test(type) || /\.(?:p12|pfx)$/i.test(store)
  const toPkcs12 = `keytool -importkeystore -srckeystore ${store} -destkeystore client.p12 -deststoretype PKCS12, then `
  const packed = isPkcs12 ? store : 'client.p12'
  notes.push(
    `A keystore of Java is not read. Convert it: ${isPkcs12 ? '' : toPkcs12}openssl pkcs12 -in ${packed} -nokeys -out client.pem and openssl pkcs12 -in ${packed} -nocerts -nodes -out client-key.pem.`,
  )
  return { cert: 'client.pem', key: 'file:client-key.pem' }
}

function registry(reader: Reader, prefix: string, notes: string[]): object {
  const address = reader.take('schema.registry.url')
  reader.take('basic.auth.credentials.source', 'schema.registry.basic.auth.credentials.source')
  const given = reader.take('basic.auth.user.info', 'schema.registry.basic.auth.user.info') ?? ''
  if (address === undefined) return {}
  // Some put the login into the address, of which several may be named.
  const [first = '', ...others] = address.split(/[,;]/)
  const [, scheme = '', inAddress = '', rest = ''] = /^(\w+:\/\/)(?:([^/@]*)@)?(.*)$/.exec(first.trim()) ?? []
  const url = plainly(scheme === '' ? first.trim() : `${scheme}${rest}`, 'The registry', notes)
  if (others.length > 0) notes.push('A profile has one address of the registry: the first was taken.')
  const [username = '', ...password] = (given || inAddress).split(':')
  if (username === '') return { schemaRegistry: { url } }
  const reference = secret(password.join(':'), `${prefix}REGISTRY_PASSWORD`, 'the password of the registry', notes)
  return {
    schemaRegistry: { url, username: plainly(username, 'The user of the registry', notes), password: reference },
  }
}
