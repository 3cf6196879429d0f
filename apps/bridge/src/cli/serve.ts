import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { DataInUse, type LocalKafka, NoLocalKafka, startLocalKafka } from '@mapping-designer/local-kafka'
import { pino } from 'pino'
import { createApp } from '../app.ts'
import { createEventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { createRateLimit } from '../deliver/rate.ts'
import { openWorkspace, type Workspace } from '../files/workspace.ts'
import { WorkspaceFailure } from '../files/workspace-failure.ts'
import { createGenuineRunner } from '../genuine/genuine-runner.ts'
import { openServer } from '../http/open-server.ts'
import { assetsIn } from '../http/serve-assets.ts'
import { createLiveTap } from '../live/live-tap.ts'
import { openAudit } from '../operation/audit.ts'
import { createMetrics } from '../operation/metrics.ts'
import { answerFile } from '../produce/answer-journal.ts'
import { createClusters } from '../produce/clusters.ts'
import { createReplays } from '../replay/replays.ts'
import { readConfig } from './choose-profile.ts'
import { type OptionsOf, shared, toOutput } from './command-options.ts'
import { cacheOf, type Installation } from './installation.ts'
import { openBrowser } from './open-browser.ts'
import { openCluster } from './open-cluster.ts'
import { fromCaller, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'
import { untilStopped } from './until-stopped.ts'

const describeServe = () =>
  new Command('serve')
    .description(summaries.serve.description)
    .argument('[flow]', 'flow file, or folder with flow files, to open and save in place')
    .option('--port <port>', 'port to listen on, default 8080 or a free one')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--no-open', 'do not open a browser')
    .option('--no-kafka', 'do not start a local Kafka')
    .option('--dev-origin <host:port>', 'a development server that forwards to this bridge')
    .addOption(shared.config)
    .option('--audit <file>', 'where lines about produced records, topic changes and denied requests go')
    .option('--require-audit', 'refuse what the audit file cannot take')
    .option('--data <folder>', 'where the local Kafka keeps its log')

export type ServeOptions = Omit<OptionsOf<typeof describeServe>, 'open'> &
  Installation & { onProgress: (sentence: string) => void }

/** The command `serve`: prints the link, and runs until it is stopped. */
export const serveCommand = (installation: Installation) =>
  describeServe().action(async (flow, options) => {
    const onProgress = (sentence: string) => process.stderr.write(`${sentence}\n`)
    const bridge = await serve(flow, { ...options, ...installation, onProgress })
    // From the first moment that somebody can know of it, it stops in order.
    const stopped = untilStopped(bridge)
    toOutput(`${bridge.url}\n`)
    const closePage = options.open ? await openBrowser(bridge.url, installation.home) : undefined
    await stopped
    await closePage?.()
  })

export interface RunningBridge {
  /** With the token in the fragment, which no server log ever sees. */
  url: string
  stop(): Promise<void>
}

const defaultPort = 8080

/** Starts the bridge and, where no cluster is named, a local Kafka. */
export async function serve(flowPath: string | undefined, options: ServeOptions): Promise<RunningBridge> {
  const { profiles: named, access, files: configFiles, isAuditRequired } = readConfig(options.config)
  guardAddress(options.host, access !== undefined)
  const data = options.home
  const clock = Date.now
  await mkdir(data, { recursive: true }).catch(unwritable(data))
  const auditPath = options.audit === undefined ? join(data, 'audit.jsonl') : fromCaller(options.audit)
  const hidden = [...configFiles, data, kafkaFolder(options), auditPath]
  const workspace = flowPath === undefined ? undefined : await workspaceOn(flowPath, options, hidden)
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'warn' }, pino.destination(2))
  const audit = await openAudit(auditPath, clock, (error) =>
    log.error({ err: error }, 'the audit file cannot be written'),
  ).catch(unwritable(auditPath))
  const local = await localCluster(named.length > 0, options)
  const profiles = [...named, ...(local.kafka ? [localProfile(local.kafka)] : [])]
  const clusters = createClusters(profiles.map(openCluster))

  const token = randomBytes(24).toString('base64url')
  let hosts: string[] = []
  const stopping = new AbortController()
  const runner = createEventRunner()
  const packages = createGenuineRunner(cacheOf(process.env))
  const rate = createRateLimit(clock)
  const replays = createReplays({ clusters, runner, rate, clock, folder: join(data, 'replays') })
  const app = createApp({
    clusters,
    runner,
    packages,
    replays,
    rate,
    clock,
    audit: audit.write,
    readAudit: audit.read,
    ...((options.requireAudit || isAuditRequired) && { beforeChange: audit.announce }),
    log,
    ...answersAt(data, options.port),
    tap: createLiveTap(randomBytes(18).toString('base64url'), clock),
    metrics: createMetrics(),
    stopping: stopping.signal,
    grants: [{ name: 'owner', role: 'admin', token }, ...(access?.grants ?? [])],
    allowedHosts: () => hosts,
    session: { version: options.version, notice: local.notice, workspace },
    asset: assetsIn(options.assets),
  })
  const server = await openPort(app.fetch, options).catch(async (error: unknown) => {
    await local.kafka?.stop()
    throw error
  })
  const { port, address } = server.address() as AddressInfo
  const own = `${hostInUrl(address)}:${port}`
  const atPort = [own, ...loopback.map((host) => `${hostInUrl(host)}:${port}`)]
  hosts = [...new Set(atPort), ...(options.devOrigin ? [options.devOrigin] : []), ...(access?.hosts ?? [])]
  return {
    url: `http://${own}/#token=${token}`,
    async stop() {
      stopping.abort()
      await closeServer(server)
      await replays.close()
      await Promise.all([clusters.close(), runner.close(), packages.close(), audit.close()])
      await local.kafka?.stop()
    },
  }
}

/** A file of answers for a port that stays: a client that repeats a request does so at the same one. */
function answersAt(data: string, port: string | undefined) {
  if (port === '0') return {}
  return { answers: answerFile(join(data, `answers-${port ?? defaultPort}.jsonl`), Date.now) }
}

/** Lets what is in flight finish, but no page that holds its connection open. */
async function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections()
  const closed = new Promise((resolve) => server.close(resolve))
  const force = setTimeout(() => server.closeAllConnections(), maxSend)
  await closed
  clearTimeout(force)
}

function guardAddress(host: string, hasTokens: boolean): void {
  if (hasTokens || loopback.includes(host)) return
  throw new UsageError(
    `Without tokens the bridge listens on this machine only: give it \`access\` in --config, or leave out --host ${host}.`,
  )
}

/** How a browser of this machine writes the address that the bridge listens on. */
function hostInUrl(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return isIPv6(address) ? `[${address}]` : address
}

const loopback = ['127.0.0.1', 'localhost', '::1']
/** ms that a request in flight has when the bridge stops */
const maxSend = 20_000

const unwritable = (path: string) => (error: Error) => {
  throw new UsageError(`${path}, where the bridge writes, cannot be written: ${error.message}`)
}

/** A workspace in which nobody sees what the bridge itself reads and writes. */
async function workspaceOn(path: string, { home }: ServeOptions, hidden: readonly string[]): Promise<Workspace> {
  try {
    return await openWorkspace(fromCaller(path), join(home, 'backups'), hidden)
  } catch (error) {
    if (error instanceof WorkspaceFailure)
      throw new UsageError(`The designer cannot be started on ${path}: ${error.message}`)
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new UsageError(isMissing ? `${path} does not exist.` : `${path} cannot be read: ${String(error)}`)
  }
}

/** Where the local Kafka keeps its log. */
function kafkaFolder({ data, home }: ServeOptions): string {
  return data === undefined ? join(home, 'kafka') : fromCaller(data)
}

interface LocalCluster {
  kafka?: LocalKafka
  /** Why there is none. */
  notice?: string
}

async function localCluster(isNamed: boolean, options: ServeOptions): Promise<LocalCluster> {
  if (isNamed) return {}
  return options.kafka ? tryLocalKafka(options) : { notice: 'No cluster: the bridge was started with --no-kafka.' }
}

async function tryLocalKafka(options: ServeOptions): Promise<LocalCluster> {
  const { onProgress } = options
  try {
    return { kafka: await startLocalKafka({ dataFolder: kafkaFolder(options), onProgress }) }
  } catch (error) {
    if (error instanceof NoLocalKafka) return { notice: error.message }
    if (!(error instanceof DataInUse)) return { notice: `No local Kafka: ${(error as Error).message}` }
  }
  onProgress('Another designer uses the data of the local Kafka; this one starts empty.')
  try {
    return { kafka: await startLocalKafka({ onProgress }) }
  } catch (error) {
    return { notice: `No local Kafka: ${(error as Error).message}` }
  }
}

function localProfile({ brokers }: LocalKafka): Profile {
  return {
    name: 'local',
    environment: 'local',
    brokers: [brokers.plaintext],
    mayProduce: true,
    mayCreateTopics: true,
    mayDeleteTopics: true,
    topics: ['*'],
  }
}

async function openPort(fetch: Parameters<typeof openServer>[0], { port, host }: ServeOptions): Promise<Server> {
  const hostname = host === 'localhost' ? '127.0.0.1' : host
  const wanted = port === undefined ? defaultPort : Number(port)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535)
    throw new UsageError(`--port must be a port number, not "${port}".`)
  const tries = port === undefined ? [wanted, 0] : [wanted]
  for (const candidate of tries) {
    try {
      return await openServer(fetch, { hostname, port: candidate })
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE' && code !== 'EACCES') {
        throw new UsageError(`The bridge cannot listen at ${hostname}: ${message}.`)
      }
    }
  }
  throw new UsageError(`Port ${wanted} is in use; choose another with --port.`)
}
