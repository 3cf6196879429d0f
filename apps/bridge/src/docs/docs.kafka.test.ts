import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type {} from '@mapping-designer/local-kafka/testing'
import type { Session } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { kafkaCluster } from '../kafka/kafka-cluster.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const main = join(root, 'apps/bridge/src/main.ts')
const brokers = [inject('kafka').brokers.plaintext]
const kafka = kafkaCluster(aProfile({ brokers }))
// Other tests use those of the example.
const topics = ['docs.orders', 'docs.products', 'docs.events', 'events', 'events.dead-letter']

// The files that the pages name, and the topics of the example.
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docs-'))
  const example = (name: string) => readFileSync(join(root, 'examples/shop', name), 'utf8')
  writeFileSync(join(folder, 'flow.json'), example('flow.json').replaceAll('"shop.', '"docs.'))
  mkdirSync(join(folder, 'path/to'), { recursive: true })
  writeFileSync(join(folder, 'path/to/flow.json'), example('flow.json'))
  for (const name of ['events.ndjson', 'millions.ndjson']) writeFileSync(join(folder, name), example('events.ndjson'))
  const produce = { enabled: true, topics: ['*'] }
  const profiles = [{ name: 'staging', environment: 'staging', brokers, produce }]
  writeFileSync(join(folder, 'clusters.yaml'), JSON.stringify({ profiles }))
  await Promise.all(topics.map((topic) => kafka.createTopic(topic, { partitions: 1 })))
})
afterAll(async () => {
  await Promise.all(topics.map((topic) => kafka.deleteTopic(topic)))
  await kafka.close()
  rmSync(folder, { recursive: true })
})

/** What stands before and behind the name of a command in the pages, such as `A=b npx -y pnpm start --port 1`. */
const lines = ['README.md', 'docs/command-line.md', 'docs/clusters.md'].flatMap((page) =>
  [
    ...readFileSync(join(root, page), 'utf8').matchAll(
      /^((?:\w+=\S+ )*)npx -y pnpm (start|produce|run-flow|compare(?=.* --from))\b(.*?)(?:\s+#.*)?$/gm,
    ),
  ].map(([line, settings = '', script = '', args = '']) => ({
    page,
    line,
    script,
    settings: Object.fromEntries(settings.trim().split(' ').filter(Boolean).map(assignment)),
    args: args.split(/\s+/).filter(Boolean),
  })),
)
function assignment(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=')
  return [name, name === 'KAFKA_BROKERS' ? brokers.join() : value.replaceAll("'", '')]
}
const env = () => ({ ...process.env, INIT_CWD: folder })

it.each(lines.filter(({ script }) => script === 'produce'))('$page: $line', async ({ args }) => {
  const { stdout } = await run(process.execPath, [main, 'produce', ...args], { env: env(), cwd: folder })
  if (args.includes('--replay'))
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ failed: 0, done: 7 })
  else expect(stdout.match(/ produced docs\./g)).toHaveLength(7)
})

it.each(lines.filter(({ script }) => script === 'compare'))('$page: $line', async ({ args }) => {
  const { stdout } = await run(process.execPath, [main, 'compare', ...args], { env: env(), cwd: folder })
  expect(stdout).toMatch(/^\d+ events, all records as before|^\d+ of \d+ events change/m)
})

it.each(lines.filter(({ script }) => script === 'run-flow'))('$page: $line', async ({ args }) => {
  const child = spawn(process.execPath, [main, 'run', ...args], { env: env(), stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let output = ''
  child.stderr?.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  const value = readFileSync(join(root, 'examples/shop/events.ndjson'), 'utf8').split('\n')[0] ?? ''
  const record = { topic: 'events', key: '', value, headers: {}, timestamp: '1700000000000' }
  await kafka.send(record, { acks: -1, compression: 0 })
  await expect.poll(() => output).toMatch(/[1-9]\d* read, [1-9]\d* produced/)
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(output).toMatch(/Stopped: /)
})

it.each(lines.filter(({ script }) => script === 'start'))('$page: $line', async ({ args, settings }) => {
  // Any free port, no browser, and a log of its own.
  const own = ['--no-open', '--data', join(folder, 'kafka'), '--audit', join(folder, 'audit.jsonl')]
  const all = ['serve', ...args.map((arg) => (arg === '9000' ? '0' : arg)), ...own]
  if (!args.includes('--port')) all.push('--port', '0')
  const child = spawn(process.execPath, [main, ...all], {
    cwd: folder,
    env: { ...env(), KAFKA_BROKERS: undefined, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let output = ''
  child.stderr.on('data', (bytes: Buffer) => {
    output += bytes.toString()
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()))
    child.once('exit', () => reject(new Error(output)))
  })
  const { origin, hash } = new URL(url)
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}` }
  const answer = await fetch(`${origin}/api/session`, { headers })
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  const { profiles } = (await answer.json()) as Session
  const expected = args.includes('--config') ? 'staging' : 'KAFKA_BROKERS' in settings ? 'env' : 'local'
  expect(profiles.map(({ name }) => name)).toEqual(args.includes('--no-kafka') ? [] : [expected])
})
