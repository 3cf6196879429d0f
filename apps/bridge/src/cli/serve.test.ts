import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import type { Session } from '@mapping-designer/shared-types'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RunningBridge, type ServeOptions, serve } from './serve.ts'

const folder = mkdtempSync(join(tmpdir(), 'serve-'))
const file = (name: string, content: unknown) => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
beforeAll(() => file('index.html', '<html><title>Designer</title>'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => void vi.stubEnv('KAFKA_BROKERS', undefined))

let running: RunningBridge[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.map((bridge) => bridge.stop()))
  running = []
})

async function start(changes: Partial<ServeOptions> = {}, flow?: string): Promise<RunningBridge> {
  const progress = vi.fn<(sentence: string) => void>()
  const bridge = await serve(flow, {
    port: '0',
    host: '127.0.0.1',
    kafka: false,
    assets: folder,
    home: join(folder, 'home'),
    version: '1.2.3',
    onProgress: progress,
    ...changes,
  })
  running.push(bridge)
  return bridge
}
function parts({ url }: RunningBridge): { base: string; token: string } {
  const [base = '', token = ''] = url.split('/#token=')
  return { base, token }
}
async function session(bridge: RunningBridge): Promise<Session> {
  const { base, token } = parts(bridge)
  const answer = await fetch(`${base}/api/session`, { headers: { authorization: `Bearer ${token}` } })
  return (await answer.json()) as Session
}
/** Status of a request that names another host than it is sent to. */
const statusAs = (host: string, base: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${base}/health`, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.on('error', reject)
    sent.end()
  })

const profile = { name: 'test', environment: 'local', brokers: ['127.0.0.1:1'] }

describe('the bridge of the command line', () => {
  it('serves the designer and its API at the address that it names, until it is stopped', async () => {
    const bridge = await start()
    expect(bridge.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/)
    const { base } = parts(bridge)
    expect(await (await fetch(base)).text()).toContain('<title>Designer</title>')
    expect(await session(bridge)).toMatchObject({
      version: '1.2.3',
      role: 'admin',
      profiles: [],
      notice: 'No cluster: the bridge was started with --no-kafka.',
    })
    await bridge.stop()
    await expect(fetch(`${base}/health`)).rejects.toThrow('fetch failed')
  })

  it.each([
    { host: '127.0.0.1', printed: '127.0.0.1' },
    { host: 'localhost', printed: '127.0.0.1' },
    { host: '::1', printed: '[::1]' },
    { host: '127.0.0.2', printed: '127.0.0.2' },
    { host: '0.0.0.0', printed: '127.0.0.1' },
    { host: '::', printed: '[::1]' },
  ])('listening at $host prints a link to $printed that opens', async ({ host, printed }) => {
    vi.stubEnv('CI_TOKEN', 'a-token-for-the-ci-of-this-test')
    const tokens = [{ name: 'ci', role: 'viewer', token: '$env.CI_TOKEN' }]
    const config = file('named.json', { profiles: [profile], access: { hosts: ['designer.example'], tokens } })
    const bridge = await start({ host, config })
    expect(new URL(bridge.url).hostname).toBe(printed)
    expect((await session(bridge)).version).toBe('1.2.3')
  })

  it('opens the flow file it is given', async () => {
    const flow = file('flow.json', aFlow())
    expect((await session(await start({}, flow))).workspace).toMatchObject({
      files: [{ path: 'flow.json', isWritable: true }],
    })
  })

  it('shows nothing of its config, what that names, and what it writes, in a folder that holds them all', async () => {
    const flows = mkdtempSync(join(folder, 'flows-'))
    const write = (name: string, content: unknown) => file(join(flows.slice(folder.length + 1), name), content)
    const secrets = ['ops-token-that-nobody-may-read.json', 'config.json', 'audit.json']
    const token = { name: 'ops', role: 'admin', token: `file:${secrets[0]}` }
    write('flow.json', aFlow())
    write(secrets[0] ?? '', { ...aFlow(), token: 'x'.repeat(24) })
    write(secrets[2] ?? '', aFlow())
    const config = write('config.json', {
      profiles: [profile],
      access: { hosts: ['designer.example'], tokens: [token] },
    })
    const bridge = await start({ config, home: join(flows, 'home'), audit: join(flows, 'audit.json') }, flows)
    expect((await session(bridge)).workspace?.files.map(({ path }) => path)).toEqual(['flow.json'])
    const { base, token: own } = parts(bridge)
    for (const path of [...secrets, 'home/backups/x.json']) {
      const answer = await fetch(`${base}/api/files/${path}`, { headers: { authorization: `Bearer ${own}` } })
      expect(answer.status).toBeGreaterThanOrEqual(403)
    }
    await expect(start({ config }, config)).rejects.toThrow(/config\.json is not a flow file of this workspace\.$/)
  })

  it('takes its clusters from the variables and the config file', async () => {
    vi.stubEnv('KAFKA_BROKERS', '127.0.0.1:2')
    const config = file('config.json', { profiles: [profile] })
    const { profiles, notice } = await session(await start({ config, kafka: true }))
    expect(profiles.map(({ name }) => name)).toEqual(['test', 'env'])
    expect(notice).toBeUndefined()
  })

  it('answers under its own address, those of access and that of a development server alone', async () => {
    vi.stubEnv('CI_TOKEN', 'a-token-for-the-ci-of-this-test')
    const config = file('access.json', {
      profiles: [profile],
      access: { hosts: ['designer.example'], tokens: [{ name: 'ci', role: 'viewer', token: '$env.CI_TOKEN' }] },
    })
    const { base } = parts(await start({ config, devOrigin: '127.0.0.1:5173' }))
    const hosts = ['designer.example', '127.0.0.1:5173', new URL(base).host, 'evil.example']
    expect(await Promise.all(hosts.map((host) => statusAs(host, base)))).toEqual([200, 200, 200, 421])
  })

  it.each([
    {
      fact: 'a public address without tokens',
      changes: { host: '0.0.0.0' },
      says: /^Without tokens the bridge listens/,
    },
    { fact: 'a port that is none', changes: { port: 'http' }, says: /^--port must be a port number, not "http"\.$/ },
    { fact: 'a port out of range', changes: { port: '70000' }, says: /^--port must be a port number/ },
    { fact: 'a config file that is missing', changes: { config: join(folder, 'none.yaml') }, says: /none\.yaml/ },
  ])('says what is wrong with $fact', async ({ changes, says }) => {
    await expect(start(changes)).rejects.toThrow(says)
  })

  it('says that a flow file is missing, or is none that can be read', async () => {
    await expect(start({}, join(folder, 'none.json'))).rejects.toThrow(/none\.json does not exist\.$/)
    await expect(start({}, '/dev/null/flow.json')).rejects.toThrow(/cannot be read/)
  })

  it('says that a port is taken where it was requested', async () => {
    const { port, close } = await taken()
    await expect(start({ port: String(port) })).rejects.toThrow(`Port ${port} is in use; choose another with --port.`)
    await close()
  })

  it('takes any port where the default one is taken', async () => {
    const first = await start({ port: undefined as never })
    const second = await start({ port: undefined as never, host: 'localhost' })
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
    expect((await session(second)).version).toBe('1.2.3')
  })

  it('says that this machine does not have the address', async () => {
    vi.stubEnv('CI_TOKEN', 'a-token-for-the-ci-of-this-test')
    const tokens = [{ name: 'ci', role: 'viewer', token: '$env.CI_TOKEN' }]
    const config = file('public.json', { profiles: [profile], access: { hosts: ['designer.example'], tokens } })
    await expect(start({ config, host: '192.0.2.1' })).rejects.toThrow(/^The bridge cannot listen at 192\.0\.2\.1: /)
  })

  it('says where it cannot write, rather than work without an audit', async () => {
    const plain = file('plain', '')
    await expect(start({ home: join(plain, 'home') })).rejects.toThrow(/plain\/home, where the bridge writes, cannot/)
    await expect(start({ audit: join(plain, 'audit') })).rejects.toThrow(
      /plain\/audit, where the bridge writes, cannot/,
    )
  })
})

async function taken(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
