import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  chooseFromFlow,
  type FlowDestination,
  type PinnedPackages,
  pinnedPackages,
} from '@mapping-designer/mapping-engine'
import { aConfig, anEvent } from '@mapping-designer/mapping-engine/testing'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { createGenuineRunner } from './genuine-runner.ts'
import { folderOf, installPackages } from './install-packages.ts'

const cache = mkdtempSync(join(tmpdir(), 'packages-'))
const runner = createGenuineRunner(cache)
beforeEach(() => {
  vi.stubEnv('SECRET_OF_THE_MACHINE', 'a-secret')
})
afterAll(async () => {
  await runner.close()
  rmSync(cache, { recursive: true })
})

const rule = { data: { map: { id: 'data.id' } } }
const kafka = {
  package: '@walkeros/server-destination-kafka',
  config: aConfig({ mapping: { order: { complete: rule } } }),
}

function flowOn(packages: Record<string, string>): FlowDestination {
  const config = { platform: 'server', bundle: { packages } }
  const found = chooseFromFlow({ flow: { version: 4, flows: { default: { config, destinations: { kafka } } } } })
  if ('error' in found) throw new Error(found.error.message)
  return found
}

const record = {
  topic: 'walkeros-events',
  key: 'order_complete',
  value: '{"id":"ORD-1"}',
  headers: { 'content-type': 'application/json' },
  timestamp: '1700000102000',
}
const prove = (destination: FlowDestination, mayInstall = false) =>
  runner.prove(
    { destination, event: anEvent(), outcome: 'message', records: [record], now: 5 },
    { mayInstall, whenMissing: 'they are not here' },
  )

it('runs what comes with the designer where the flow pins that', async () => {
  expect(await prove(flowOn({ '@walkeros/collector': '4.2.1' }))).toEqual({ verdict: 'same', version: '4.2.1' })
})

it('runs what was installed from npm', async () => {
  const newer = flowOn({ '@walkeros/collector': '4.9.98' })
  const { packages } = found(flowOn({ '@walkeros/collector': '4.2.1' }))
  await installPackages({ packages, core: '4.2.1' }, folderOf(found(newer), cache))
  expect(await prove(newer)).toEqual({ verdict: 'same', version: '4.9.98' })
})

const attempts = {
  net: "require('node:net').connect(PORT, '127.0.0.1')",
  dns: "require('dns').lookup('localhost', () => {})",
  http: "require('http').get('http://127.0.0.1:PORT')",
  fetch: "fetch('http://127.0.0.1:PORT')",
  socket: "new WebSocket('ws://127.0.0.1:PORT')",
  load: "module.constructor._load('net').connect(PORT, '127.0.0.1')",
  builtin: "process.getBuiltinModule('net').connect(PORT, '127.0.0.1')",
  binding: "process.binding('tcp_wrap').TCP.name",
  process: "require('child_process').execSync('true')",
  thread: "new (require('worker_threads').Worker)('1', { eval: true })",
  write: "require('fs').writeFileSync('WRITTEN', 'x')",
  variables: 'throw new Error(JSON.stringify(process.env))',
}

it('runs packages without network, rights to write, other processes and variables', async () => {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const written = join(cache, 'written')
  const tries = Object.entries(attempts).map(([name, code]) => {
    return `try { ${code.replaceAll('PORT', port).replaceAll('WRITTEN', written)}; got.${name} = 'done' } catch (error) { got.${name} = error.message }`
  })
  const hostile = flowOn({ '@walkeros/collector': '4.9.97' })
  putPackage(hostile, '@walkeros/server-destination-kafka', 'exports.destinationKafka = {}')
  putPackage(
    hostile,
    '@walkeros/collector',
    `exports.startFlow = async ({ destinations: { kafka: { env } } }) => ({ collector: { push: async () => {
      const got = {}
      ${tries.join('\n')}
      await import('node:net').then(() => { got.later = 'done' }, (error) => { got.later = error.message })
      await new env.Kafka.Kafka().producer().send({ topic: 'got', messages: [{ value: JSON.stringify(got) }] })
      return { ok: true }
    } } })`,
  )
  const check = await prove(hostile)
  const got: Record<string, string> = JSON.parse((check.verdict === 'different' && check.genuine?.value) || '{}')
  expect(Object.keys(got)).toEqual([...Object.keys(attempts), 'later'])
  expect(Object.values(got)).not.toContain('done')
  expect(JSON.stringify(got)).not.toContain('a-secret')
  expect(got['variables']).not.toContain('PATH')
  expect(existsSync(written)).toBe(false)
  await new Promise((resolve) => server.close(resolve))
  expect(connections).toBe(0)
})

function found({ runtime, flowConfig, whole }: FlowDestination): PinnedPackages {
  const pinned = pinnedPackages(runtime, flowConfig, whole?.file)
  if ('reason' in pinned) throw new Error(pinned.reason)
  return pinned
}

function putPackage(destination: FlowDestination, name: string, code: string): void {
  const folder = join(folderOf(found(destination), cache), 'node_modules', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.js'), code)
}

it('says which version could not be had, and why', async () => {
  const newer = flowOn({ '@walkeros/collector': '4.9.99' })
  expect(await prove(newer)).toEqual({ verdict: 'not-proven', version: '4.9.99', reason: 'they are not here' })
  expect(await prove(newer, true)).toEqual({
    verdict: 'not-proven',
    version: '4.9.99',
    reason: 'the package could not be had: No matching version found for @walkeros/collector@4.9.99.',
  })
  expect(readdirSync(join(cache, 'walkeros')).filter((name) => /installing|4\.9\.99/.test(name))).toEqual([])
})
