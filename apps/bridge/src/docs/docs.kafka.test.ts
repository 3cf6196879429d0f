import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type {} from '@mapping-designer/local-kafka/testing'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { kafkajsKafka } from '../kafka/kafkajs-kafka.ts'
import { aProfile } from '../testing.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const main = join(root, 'apps/bridge/src/main.ts')
const brokers = [inject('kafka').brokers.plaintext]
const kafka = kafkajsKafka(aProfile({ brokers }))
// Other tests use those of the example.
const topics = ['docs.orders', 'docs.products', 'docs.events', 'events', 'events.dead-letter']

// The files that the pages name, and the topics of the example.
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docs-'))
  const example = (name: string) => readFileSync(join(root, 'examples/shop', name), 'utf8')
  writeFileSync(join(folder, 'flow.json'), example('flow.json').replaceAll('"shop.', '"docs.'))
  for (const name of ['events.ndjson', 'millions.ndjson']) writeFileSync(join(folder, name), example('events.ndjson'))
  const produce = { enabled: true, topics: ['*'] }
  const profiles = [{ name: 'staging', environment: 'staging', brokers, produce }]
  writeFileSync(join(folder, 'clusters.yaml'), JSON.stringify({ profiles }))
  await Promise.all(topics.map((topic) => kafka.createTopic(topic, 1)))
})
afterAll(async () => {
  await Promise.all(topics.map((topic) => kafka.deleteTopic(topic)))
  await kafka.close()
  rmSync(folder, { recursive: true })
})

const lines = ['README.md', 'docs/command-line.md'].flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^npx -y pnpm (produce|run-flow) (.*?)(?:\s+#.*)?$/gm)].map(
    ([line, script = '', args = '']) => ({ page, line, script, args: args.split(/\s+/) }),
  ),
)
const env = () => ({ ...process.env, INIT_CWD: folder })

it.each(lines.filter(({ script }) => script === 'produce'))('$page: $line', async ({ args }) => {
  const { stdout } = await run(process.execPath, [main, 'produce', ...args], { env: env(), cwd: folder })
  if (args.includes('--replay'))
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ failed: 0, done: 7 })
  else expect(stdout.match(/ produced docs\./g)).toHaveLength(7)
})

it.each(lines.filter(({ script }) => script === 'run-flow'))('$page: $line', async ({ args }) => {
  const child = spawn(process.execPath, [main, 'run', ...args], { env: env(), stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let told = ''
  child.stderr?.on('data', (bytes: Buffer) => {
    told += bytes.toString()
  })
  const value = readFileSync(join(root, 'examples/shop/events.ndjson'), 'utf8').split('\n')[0] ?? ''
  const record = { topic: 'events', key: '', value, headers: {}, timestamp: '1700000000000' }
  await kafka.send(record, { acks: -1, compression: 0 })
  await expect.poll(() => told).toMatch(/[1-9]\d* read, [1-9]\d* produced/)
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(told).toMatch(/Stopped: /)
})
