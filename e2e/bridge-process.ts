import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../apps/bridge/src/main.ts', import.meta.url))

/** The real bridge in a process of its own. */
export interface BridgeProcess {
  url: string
  port: number
  stop(): Promise<void>
}

/** Starts a bridge for the Kafka of this run that may produce everywhere. */
export async function startBridge(
  options: { port?: number; flow?: string; config?: string; env?: Record<string, string> } = {},
): Promise<BridgeProcess> {
  const brokers = process.env['E2E_BROKERS']
  const processes = process.env['COVERAGE_OF_PROCESSES']
  const args = [
    '--disable-warning=TimeoutNegativeWarning',
    main,
    'serve',
    '--no-open',
    '--port',
    String(options.port ?? 0),
    ...(brokers === undefined ? ['--no-kafka'] : []),
    ...(options.config === undefined ? [] : ['--config', options.config]),
  ]
  const child = spawn(process.execPath, options.flow === undefined ? args : [...args, options.flow], {
    env: {
      ...process.env,
      // `pnpm coverage` asks for what the bridge does for a page, too.
      ...(processes !== undefined && { NODE_V8_COVERAGE: processes }),
      ...(brokers !== undefined && { KAFKA_BROKERS: brokers }),
      PRODUCE_ENABLED: 'true',
      PRODUCE_TOPICS: '*',
      CREATE_TOPICS_ENABLED: 'true',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await firstLine(child)
  return {
    url,
    port: Number(new URL(url).port),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await ended
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const end = output.indexOf('\n')
      if (end !== -1) resolve(output.slice(0, end))
    })
    child.once('exit', (code) => reject(new Error(`The bridge ended with code ${code}: ${output}`)))
  })
}
