import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const version = '4.2.1'
const folder = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'kafka-mapping-designer',
  `walkeros-cli-${version}`,
)

/** The published walkerOS command line, installed once outside the project: it brings hundreds of packages that nothing else needs. */
export async function installWalkerosCli(): Promise<string> {
  const main = join(folder, 'node_modules/@walkeros/cli/dist/cli.js')
  if (existsSync(main)) return main
  await mkdir(folder, { recursive: true })
  const packages = [`@walkeros/cli@${version}`]
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, ...packages], {
    cwd: folder,
    maxBuffer: 2 ** 26,
  })
  return main
}

/** Runs it. Its exit code and its output say little: only Kafka tells what was sent. */
export async function walkeros(args: readonly string[], temporary: string): Promise<string> {
  const main = await installWalkerosCli()
  const env = { ...process.env, TMPDIR: temporary, KAFKAJS_NO_PARTITIONER_WARNING: '1' }
  const { stdout, stderr } = await run(process.execPath, [main, ...args], { env, cwd: temporary, maxBuffer: 2 ** 26 })
  return stdout + stderr
}
