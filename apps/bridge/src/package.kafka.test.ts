import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type {} from '@mapping-designer/local-kafka/testing'
import type { ProduceResult } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { aProfile } from './config/testing.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'

const run = promisify(execFile)
const build = fileURLToPath(new URL('../../../scripts/build-package.ts', import.meta.url))
let folder: string
let command: string
let env: NodeJS.ProcessEnv

// An empty folder and the npm and Node of the machine, without those of this workspace.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'))
  const { stdout } = await run(process.execPath, [build])
  const own = dirname(process.execPath)
  const path = (process.env['PATH'] ?? '').split(delimiter)
  const plain = path.filter((entry) => entry !== own && !entry.includes('node_modules'))
  env = { PATH: plain.join(delimiter), HOME: process.env['HOME'], XDG_DATA_HOME: join(folder, 'data') }
  await run('npm', ['install', '--no-audit', '--no-fund', stdout.trim()], { cwd: folder, env, timeout: 300_000 })
  command = join(folder, 'node_modules/.bin/kafka-mapping-designer')
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const example = (name: string) => join(folder, 'node_modules/kafka-mapping-designer/examples/shop', name)

it('previews, functions too, and runs the step examples', async () => {
  const preview = await run(
    command,
    ['preview', example('flow.json'), '--events', example('events.ndjson'), '--json'],
    { env },
  )
  const lines = preview.stdout.trim().split('\n')
  expect(lines).toHaveLength(readFileSync(example('events.ndjson'), 'utf8').trim().split('\n').length)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ outcome: 'message', message: { topic: 'shop.orders' } })
  const check = await run(command, ['check', example('flow.json'), '--genuine'], { env })
  expect(check.stdout).toMatch(/8 passed/)
})

it('compares many events in threads', async () => {
  const events = join(folder, 'many.ndjson')
  // The first 20,000 are compared before a thread is worth its start.
  const lines = Array.from({ length: 24_000 }, (_, index) => `{"name":"order complete","data":{"id":"O-${index}"}}`)
  writeFileSync(events, lines.with(23_000, '{').join('\n'))
  const args = ['compare', example('flow.json'), '--runtime', '4.9.0', '--events', events, '--json']
  const { code, stdout, stderr } = await run(command, args, { env }).catch((failure) => failure)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `${events}: Line 23001, column 2: a closing brace is missing.\n`,
  })
  expect(JSON.parse(stdout)).toMatchObject({ events: 23_999, same: 23_999, changed: 0 })
})

it('produces to a real cluster', async () => {
  const brokers = [inject('kafka').brokers.plaintext]
  const topics = ['shop.orders', 'shop.products', 'shop.events']
  const kafka = kafkaCluster(aProfile({ brokers, topics }))
  await Promise.all(topics.map((topic) => kafka.createTopic(topic, { partitions: 3 })))
  const cluster = { KAFKA_BROKERS: brokers.join(), PRODUCE_ENABLED: 'true', PRODUCE_TOPICS: 'shop.*' }
  const args = ['produce', example('flow.json'), '--events', example('events.ndjson'), '--json', '--verify']
  const { stdout } = await run(command, args, { env: { ...env, ...cluster } })
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ProduceResult)
  const produced = results.filter(({ status }) => status !== 'skipped')
  expect(produced.map(({ topic, identical }) => ({ topic, identical }))).toEqual([
    ...Array(4).fill({ topic: 'shop.orders', identical: true }),
    ...Array(2).fill({ topic: 'shop.products', identical: true }),
    { topic: 'shop.events', identical: true },
  ])
  await Promise.all(topics.map((topic) => kafka.deleteTopic(topic)))
  await kafka.close()
})

it('serves the designer with its files, and ends on a signal', async () => {
  const child: ChildProcess = spawn(
    command,
    ['serve', '--no-kafka', '--no-open', '--port', '0', example('flow.json')],
    { env },
  )
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()))
    child.once('exit', () => reject(new Error('The command ended.')))
  })
  const { origin, hash } = new URL(url)
  const page = await (await fetch(origin)).text()
  const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? ''
  expect((await fetch(new URL(script, origin))).headers.get('content-type')).toMatch(/javascript/)
  // Vitest sets NODE_ENV, and the development build of React is slow and full of warnings.
  const files = readdirSync(join(folder, 'node_modules/kafka-mapping-designer/designer/assets'))
  const texts = files
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(folder, 'node_modules/kafka-mapping-designer/designer/assets', name), 'utf8'))
  expect(texts.filter((text) => text.includes('Download the React DevTools'))).toEqual([])
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}` }
  const session = await (await fetch(`${origin}/api/session`, { headers })).json()
  expect(session).toMatchObject({
    notice: expect.stringMatching(/no-kafka/),
    workspace: { files: [{ path: 'flow.json' }] },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
