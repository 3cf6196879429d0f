import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A port for each listener; the secured ones only in tests. */
export interface Ports {
  controller: number
  plaintext: number
  ssl?: number
  saslPlaintext?: number
  saslSsl?: number
}

export interface BrokerOptions {
  /** Broker settings beside ours. */
  settings?: Record<string, string> | undefined
  /** Told host:port of the plaintext listener, answers what clients are sent to instead. */
  behind?: ((address: string) => string) | undefined
  /** The certificate of the secured listeners has expired. */
  isExpired?: boolean | undefined
  /** Controller port of the node whose cluster this one joins; a cluster of its own without it. */
  joins?: number | undefined
  /** Its number in the cluster that it joins, 2 without it. */
  node?: number | undefined
}

/** The one user of the secured listeners, known to PLAIN and SCRAM. */
export const testUser = { username: 'alice', password: 'alice-secret' }

export interface BrokerFiles {
  properties: string
  logging: string
  caFile?: string
}

/** Writes what a single KRaft node reads at its start. Every listener is on loopback. */
export async function writeBrokerFiles(
  folder: string,
  ports: Ports,
  options: BrokerOptions = {},
): Promise<BrokerFiles> {
  await mkdir(folder, { recursive: true })
  const properties = join(folder, 'server.properties')
  const logging = join(folder, 'log4j2.yaml')
  const isSecured = ports.ssl !== undefined
  const secured = isSecured ? await certificates(folder, options.isExpired ?? false) : undefined
  const all = {
    ...commonSettings(folder, ports, options.behind),
    ...(secured?.settings ?? {}),
    ...(options.joins !== undefined && joiningBroker(options.joins, options.node ?? 2, ports)),
    ...options.settings,
  }
  await writeFile(
    properties,
    `${Object.entries(all)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n')}\n`,
  )
  await writeFile(logging, loggingConfig)
  return { properties, logging, ...(secured && { caFile: secured.caFile }) }
}

function commonSettings(folder: string, ports: Ports, behind: BrokerOptions['behind']): Record<string, string> {
  const named = {
    PLAINTEXT: ports.plaintext,
    SSL: ports.ssl,
    SASL_PLAINTEXT: ports.saslPlaintext,
    SASL_SSL: ports.saslSsl,
  }
  const open = Object.entries(named).filter(([, port]) => port !== undefined)
  const listeners = open.map(([name, port]) => `${name}://127.0.0.1:${port}`)
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: [`CONTROLLER://127.0.0.1:${ports.controller}`, ...listeners].join(','),
    'advertised.listeners':
      behind === undefined ? listeners.join(',') : `PLAINTEXT://${behind(`127.0.0.1:${ports.plaintext}`)}`,
    'listener.security.protocol.map':
      'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'log'),
    'num.partitions': '3',
    'auto.create.topics.enable': 'false',
    // Samples may be years old, and Kafka counts from their time.
    'log.retention.ms': '-1',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    // The default of 128 MiB does not fit the small heap.
    'log.cleaner.dedupe.buffer.size': '2097152',
  }
}

/** A broker beside the node that is broker 1 and the controller of both. */
const joiningBroker = (controller: number, node: number, { plaintext }: Ports): Record<string, string> => ({
  'process.roles': 'broker',
  'node.id': String(node),
  'controller.quorum.voters': `1@127.0.0.1:${controller}`,
  listeners: `PLAINTEXT://127.0.0.1:${plaintext}`,
})

/** Settings of listeners with TLS and logins, with certificates made on the spot. */
async function certificates(
  folder: string,
  isExpired: boolean,
): Promise<{ settings: Record<string, string>; caFile: string }> {
  await makeCertificates(folder, isExpired ? -1 : 30)
  const { username, password } = testUser
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
  const logins = ['sasl_plaintext', 'sasl_ssl'].flatMap((listener) => [
    [`listener.name.${listener}.plain.sasl.jaas.config`, plain],
    [`listener.name.${listener}.scram-sha-256.sasl.jaas.config`, scram],
    [`listener.name.${listener}.scram-sha-512.sasl.jaas.config`, scram],
  ])
  return {
    caFile: join(folder, 'ca.pem'),
    settings: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': join(folder, 'keystore.pem'),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': join(folder, 'ca.pem'),
      'ssl.client.auth': 'none',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      ...Object.fromEntries(logins),
    },
  }
}

/** A test authority, and a certificate of it for localhost and 127.0.0.1 that is valid for so many days. */
async function makeCertificates(cwd: string, days: number): Promise<void> {
  const openssl = (args: string) =>
    run('openssl', args.split(' '), { cwd }).catch((error: unknown) => {
      throw new Error(`openssl, which makes the test certificates, failed: ${String(error)}`)
    })
  const extensions = 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n'
  await writeFile(join(cwd, 'extensions'), extensions)
  const newKey = 'req -newkey rsa:2048 -nodes'
  await openssl(`${newKey} -x509 -keyout ca.key -out ca.pem -subj /CN=local-kafka-test-ca -days 30`)
  await openssl(`${newKey} -keyout server.key -out server.csr -subj /CN=localhost`)
  const byAuthority = '-CA ca.pem -CAkey ca.key -CAcreateserial'
  await openssl(`x509 -req -in server.csr ${byAuthority} -out server.crt -extfile extensions -days ${days}`)
  const parts = ['server.key', 'server.crt', 'ca.pem'].map((name) => readFile(join(cwd, name), 'utf8'))
  await writeFile(join(cwd, 'keystore.pem'), (await Promise.all(parts)).join(''))
}

const loggingConfig = `Configuration:
  Appenders:
    Console:
      name: STDOUT
      PatternLayout: { pattern: "%p %m (%c)%n" }
  Loggers:
    Root: { level: ERROR, AppenderRef: [ { ref: STDOUT } ] }
`
