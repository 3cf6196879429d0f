import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Kafka, logLevel } from 'kafkajs'
import { type BrokerFiles, type BrokerOptions, type Ports, testUser, writeBrokerFiles } from './broker-files.ts'
import { classArchive } from './class-archive.ts'
import { clusterIdOf } from './cluster-id.ts'
import { endedError, PortTaken } from './ended-error.ts'
import { freePorts } from './free-port.ts'
import { fetchJars, hasJars, kafkaVersion } from './kafka-jars.ts'
import { findRuntime, type JavaRuntime } from './kafka-runtime.ts'
import { type KeptProcess, keepProcess } from './kept-process.ts'

const run = promisify(execFile)

export interface LocalKafkaOptions extends Omit<BrokerOptions, 'joins'> {
  /** Where the log is kept between starts; a temporary folder that is removed at the end without it. */
  dataFolder?: string | undefined
  /** Also opens SSL, SASL_PLAINTEXT and SASL_SSL listeners. */
  isSecured?: boolean | undefined
  /** Ports of an earlier start, so that clients find the broker again; free ones without it. */
  ports?: Ports | undefined
  /** Largest file in kB that the broker can write, which fails like a full disk. */
  largestFile?: number | undefined
  /** Environment variables of the broker besides those of this process; not in Docker. */
  variables?: Record<string, string> | undefined
  /** Becomes one more broker of that cluster, with a plaintext listener alone; not in Docker. */
  joins?: Pick<LocalKafka, 'ports' | 'clusterId'> | undefined
  /** Folder for lists of the classes that Java loads, of which `archiveClasses` makes an archive. */
  classLists?: string | undefined
  /** Called with a sentence about what takes long. */
  onProgress?: ((sentence: string) => void) | undefined
}

export interface LocalKafka {
  /** host:port of each listener. */
  brokers: { plaintext: string; ssl?: string; saslPlaintext?: string; saslSsl?: string }
  /** PEM file of the authority that signed the broker's certificate. */
  caFile?: string
  ports: Ports
  /** Of the storage that it was formatted with; not known in Docker. */
  clusterId?: string
  stop(): Promise<void>
  /** Ends the broker at once, as a crash does; the data stay. */
  kill(): Promise<void>
  /** Stops the process where it is: connections stay open and nobody answers. */
  freeze(): void
  thaw(): void
}

/** Thrown when a broker cannot be had here; the message says in one sentence what to install. */
export class NoLocalKafka extends Error {}

const maxTries = 3

/**
 * Starts a real Apache Kafka node on free loopback ports and waits until its cluster names it. Rejects with DataInUse
 * where another broker has the folder.
 */
export async function startLocalKafka(options: LocalKafkaOptions = {}): Promise<LocalKafka> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(options)
    } catch (error) {
      // Ports that were free when they were chosen may have been taken since.
      if (!(error instanceof PortTaken) || options.ports !== undefined || tries === maxTries) throw error
    }
  }
}

async function startOnce(options: LocalKafkaOptions): Promise<LocalKafka> {
  const runtime = await findRuntime(hasJars())
  if (runtime.kind === 'none') throw new NoLocalKafka(runtime.advice)
  const ports = options.ports ?? (await choosePorts(options.isSecured ?? false))
  if (runtime.kind === 'docker') return startInDocker(ports)

  if (!hasJars()) options.onProgress?.(`Fetching Apache Kafka ${kafkaVersion} (43 MB) once…`)
  const jars = await fetchJars()
  const isTemporary = options.dataFolder === undefined
  const folder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'local-kafka-')))
  const cleanUp = () => (isTemporary ? rm(folder, { recursive: true, force: true, maxRetries: 5 }) : undefined)
  try {
    options.onProgress?.('Starting Apache Kafka…')
    const { joins } = options
    const files = await writeBrokerFiles(folder, ports, { ...options, joins: joins?.ports.controller })
    const java = [...javaOptions(jars, runtime, options), `-Dlog4j2.configurationFile=${files.logging}`]
    const stored = join(folder, 'log', 'meta.properties')
    if (!existsSync(stored)) await format(java, files, joins?.clusterId ?? newClusterId())
    const clusterId = /^cluster\.id=(.*)$/m.exec(await readFile(stored, 'utf8'))?.[1]
    const variables = Object.entries(options.variables ?? {}).map(([name, value]) => `${name}=${value}`)
    const command = ['env', ...variables, 'java', ...java, 'kafka.Kafka', files.properties]
    const limited = ['bash', '-c', `ulimit -f ${options.largestFile}; exec "$@"`, 'bash', ...command]
    const [name = '', ...args] = options.largestFile === undefined ? command : limited
    // Kafka opens the log of its cluster before it looks for another broker there, and a second start crashes that one.
    const broker = keepProcess(name, args, { lock: join(folder, 'in-use') })
    await whenReady(broker, ports, { clusterId, count: joins === undefined ? 1 : (options.node ?? 2) })
    return {
      ...handleOn(broker, ports, files),
      ...(clusterId !== undefined && { clusterId }),
      async stop() {
        await broker.end()
        await cleanUp()
      },
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
}

function handleOn(broker: KeptProcess, ports: Ports, { caFile }: { caFile?: string }): LocalKafka {
  return {
    brokers: addresses(ports),
    ports,
    ...(caFile !== undefined && { caFile }),
    stop: () => broker.end(),
    async kill() {
      broker.signal('SIGKILL')
      await broker.ended
    },
    freeze: () => broker.signal('SIGSTOP'),
    thaw: () => broker.signal('SIGCONT'),
  }
}

function javaOptions(jars: string, runtime: JavaRuntime, { classLists }: LocalKafkaOptions): string[] {
  const archive = classArchive(jars, runtime)
  return [
    // A small heap and one compiler tier: this broker serves one person.
    ...['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'],
    ...(classLists === undefined ? [] : [`-XX:DumpLoadedClassList=${join(classLists, crypto.randomUUID())}`]),
    ...(existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : []),
    ...['-cp', join(jars, '*')],
  ]
}

async function choosePorts(isSecured: boolean): Promise<Ports> {
  const [controller, plaintext, ssl, saslPlaintext, saslSsl] = (await freePorts(5)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return isSecured ? { controller, plaintext, ssl, saslPlaintext, saslSsl } : { controller, plaintext }
}

function addresses({ plaintext, ssl, saslPlaintext, saslSsl }: Ports): LocalKafka['brokers'] {
  return {
    plaintext: `127.0.0.1:${plaintext}`,
    ...(ssl !== undefined && { ssl: `localhost:${ssl}` }),
    ...(saslPlaintext !== undefined && { saslPlaintext: `localhost:${saslPlaintext}` }),
    ...(saslSsl !== undefined && { saslSsl: `localhost:${saslSsl}` }),
  }
}

const newClusterId = () => clusterIdOf(crypto.getRandomValues(new Uint8Array(16)))

async function format(java: string[], files: BrokerFiles, clusterId: string): Promise<void> {
  const { username, password } = testUser
  const users = files.caFile
    ? ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((name) => [
        '--add-scram',
        `${name}=[name=${username},password=${password}]`,
      ])
    : []
  await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', files.properties, ...users])
}

interface ExpectedCluster {
  /** Another broker may answer at a port that was free a moment ago; not known in Docker. */
  clusterId?: string | undefined
  /** Brokers that it has. */
  count: number
}

async function whenReady(broker: KeptProcess, ports: Ports, expected: ExpectedCluster): Promise<void> {
  const deadline = Date.now() + 90_000
  let hasEnded: string | undefined
  void broker.ended.then((output) => {
    hasEnded = output
  })
  while (!(await isThere(ports.plaintext, expected))) {
    if (hasEnded !== undefined) throw endedError(hasEnded)
    if (Date.now() > deadline) {
      await broker.end()
      throw new Error('Kafka did not answer a metadata request within 90 seconds.')
    }
  }
}

async function isThere(port: number, expected: ExpectedCluster): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 1, initialRetryTime: 200 },
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    const { brokers, clusterId } = await admin.describeCluster()
    return brokers.length >= expected.count && (expected.clusterId ?? clusterId) === clusterId
  } catch {
    return false
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

async function startInDocker(ports: Ports): Promise<LocalKafka> {
  const address = `127.0.0.1:${ports.plaintext}`
  const environment = {
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_NODE_ID: '1',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_LISTENERS: 'CONTROLLER://:9093,PLAINTEXT://:9092',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${address}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    KAFKA_NUM_PARTITIONS: '3',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_LOG_RETENTION_MS: '-1',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  }
  const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  const broker = keepProcess('docker', [
    'run',
    '--rm',
    '--init',
    '-p',
    `${address}:9092`,
    ...variables,
    `apache/kafka:${kafkaVersion}`,
  ])
  await whenReady(broker, ports, { count: 1 })
  return handleOn(broker, ports, {})
}
