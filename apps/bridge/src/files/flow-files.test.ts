import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import * as filesystem from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfigFile } from '../config/config-file.ts'
import { aBridge, asDesigner } from '../testing.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

// Only counted; every call reaches the disk.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof filesystem>()
  return { ...real, readFile: vi.fn(real.readFile) }
})

const flow = JSON.stringify(aFlow())
const secret = JSON.stringify({ ...aFlow(), secret: 'SECRET' })

const shown = ['flow.json', 'Flow.json', 'sub/shop.jsonc', 'sub/deep/a b.json', 'é.json', 'é.json'.normalize('NFD')]
const concealed = [
  ...['.env', '.git/config', '.git/flow.json', '.git/hooks/pre-commit', '.hidden.json', 'sub/.data/backups/x.json'],
  ...['node_modules/x.json', 'Node_Modules/x.json', 'sub/node_modules/y/flow.json'],
  ...['Makefile', 'live-password', 'flow.json.bak', 'flow.json ', 'flow.json.', 'flow.js', 'flow.JSON', 'flow'],
  ...[
    'clusters.yaml',
    'clusters-ca.json',
    'ops-token.json',
    'home/backups/kept.json',
    'outside.json',
    'not-a-flow.json',
  ],
]

let root: string
let workspace: Workspace
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'flow-files-'))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, 'workspace', path)), { recursive: true })
    writeFileSync(join(root, 'workspace', path), text)
  }
  for (const path of shown) write(path, flow)
  for (const path of concealed) write(path, secret)
  write('clusters-ca.json', `${secret}\n${rootCertificates[0]}`)
  write('not-a-flow.json', '{"name":"SECRET","nested":{"flows":{}}}')
  write(
    'clusters.yaml',
    `profiles:
  - { name: p, environment: local, brokers: ["127.0.0.1:9092"], ssl: { ca: clusters-ca.json } }
access:
  hosts: [designer.example]
  tokens: [{ name: ops, role: admin, token: "file:ops-token.json" }]
`,
  )
  const at = (path: string) => join(root, 'workspace', path)
  writeFileSync(join(root, 'beyond.json'), secret)
  rmSync(at('outside.json'))
  symlinkSync(join(root, 'beyond.json'), at('outside.json'))
  symlinkSync(root, at('up'))
  linkSync(at('ops-token.json'), at('second-name.json'))
  mkdirSync(at('folder.json'))
  const { files } = readConfigFile(at('clusters.yaml'), {})
  workspace = await openWorkspace(join(root, 'workspace'), join(root, 'backups'), [...files, at('home')])
})
afterAll(() => rmSync(root, { recursive: true }))

const known = [...shown, ...concealed, 'second-name.json', 'folder.json', 'up/beyond.json', '../beyond.json']

/** Paths that are there, and spellings of them that a file system or a careless check takes for the same. */
const paths = fc
  .record({
    path: fc.constantFrom(...known),
    before: fc.constantFrom('', '', '/', './', '../workspace/', 'sub/../', '.git/../', 'C:', '\\', '\0'),
    after: fc.constantFrom('', '', '', '\0', '\0.json', '::$DATA', '/', '/.', ' ', '.', '?.json', '#.json', '%00'),
    respell: fc.constantFrom<(path: string) => string>(
      (path) => path,
      (path) => path,
      (path) => path.toUpperCase(),
      (path) => path.normalize('NFC'),
      (path) => path.normalize('NFD'),
      (path) => path.normalize('NFKC').replaceAll('e', 'е'),
      (path) => path.replaceAll('/', '\\'),
      (path) => path.replaceAll('/', '//'),
      (path) => path.replaceAll('/', '/./'),
      (path) => path.replaceAll('.', '．'),
      (path) => path.replace('.git', '.g\u200Cit'),
      (path) => join(root, 'workspace', path),
    ),
  })
  .map(({ path, before, after, respell }) => `${before}${respell(path)}${after}`)

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

describe('a flow file of the workspace', () => {
  it('is every flow by an ending, and nothing that is hidden, linked, of a package, of the config or of the bridge', async () => {
    expect((await workspace.list()).map(({ path }) => path).toSorted()).toEqual(shown.toSorted())
  })

  it('is what the list shows, for reading and for saving', async () => {
    const list = await workspace.list()
    await fc.assert(
      fc.asyncProperty(paths, async (path) => {
        const listed = list.some((file) => file.path === path)
        const refused = expect.stringMatching(/^(outside|file-missing)$/)
        expect(await codeOf(workspace.read(path))).toEqual(listed ? 'done' : refused)
        expect(await codeOf(workspace.save(path, flow, 'of another version'))).toEqual(
          listed ? 'file-changed' : refused,
        )
      }),
      { numRuns: 1_000 },
    )
  })

  it('is what the bridge answers, however a path is encoded', async () => {
    const app = aBridge({ workspace })
    const everyByte = (path: string) =>
      [...Buffer.from(path)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
    const encodings = [
      encodeURIComponent,
      everyByte,
      (path: string) => encodeURIComponent(encodeURIComponent(path)),
      (path: string) => everyByte(path).replaceAll('%2e', '%c0%ae').replaceAll('%2f', '%c0%af'),
      encodeURI,
    ]
    await fc.assert(
      fc.asyncProperty(paths, fc.constantFrom(...encodings), async (path, encode) => {
        const answer = await app.request(`/api/files/${encode(path)}`, asDesigner())
        expect(await answer.text()).not.toContain('SECRET')
        expect(answer.status === 200 || (answer.status >= 400 && answer.status < 500)).toBe(true)
        const body = { text: flow, version: 'of another version' }
        const saved = await app.request(`/api/files/${encode(path)}`, asDesigner({ method: 'PUT', body }))
        expect(saved.status).toBeGreaterThanOrEqual(400)
        expect(saved.status).toBeLessThan(500)
      }),
      { numRuns: 500 },
    )
  })

  it('is not read again while it stays as it is, however many other files there are', async () => {
    const folder = mkdtempSync(join(root, 'many-'))
    for (let index = 0; index < 30; index++) writeFileSync(join(folder, `${index}.json`), index < 20 ? '{"a":1}' : flow)
    const many = await openWorkspace(folder, join(root, 'backups'))
    const reads = vi.mocked(filesystem.readFile)
    const readsOf = async (work: () => Promise<unknown>) => {
      reads.mockClear()
      await work()
      return reads.mock.calls.length
    }
    expect(await readsOf(() => Promise.all([many.list(), many.list(), many.list()]))).toBe(30)
    expect(await readsOf(() => many.list())).toBe(0)
    // The size and the time that it had before.
    const path = join(folder, '25.json')
    const { atime, mtime } = statSync(path)
    writeFileSync(path, flow.replace('flows', 'flaws'))
    utimesSync(path, atime, mtime)
    expect((await many.list()).length).toBe(9)
  })
})

describe('a backup', () => {
  it.each([0o600, 0o640, 0o444, 0o644])('has the mode %o of its file, and a name that fits', async (mode) => {
    const folder = mkdtempSync(join(root, 'mode-'))
    const backups = join(folder, '.backups')
    const name = `${'n'.repeat(240)}.json`
    writeFileSync(join(folder, name), flow)
    const one = await openWorkspace(folder, backups)
    const { version } = await one.read(name)
    await filesystem.chmod(join(folder, name), mode)
    const isWritable = (await one.read(name)).isWritable
    expect(await codeOf(one.save(name, `${flow}\n`, version))).toBe(isWritable ? 'done' : 'read-only')
    if (!isWritable) return
    const [backup = ''] = readdirSync(backups)
    expect(readFileSync(join(backups, backup), 'utf8')).toBe(flow)
    expect(statSync(join(backups, backup)).mode & 0o777).toBe(mode)
    expect(statSync(backups).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, name)).mode & 0o777).toBe(mode)
  })
})

describe('an edit', () => {
  it('may leave a flow broken for a while, and may not make something else of it', async () => {
    const folder = mkdtempSync(join(root, 'edit-'))
    writeFileSync(join(folder, 'flow.json'), flow)
    const one = await openWorkspace(folder, join(root, 'backups'))
    const save = async (text: string) => codeOf(one.save('flow.json', text, (await one.read('flow.json')).version))
    for (const text of ['{ "version": 4, "flows": { "a": [', '// a comment\n{"flows": {}}', '{"flows": null}'])
      expect(await save(text)).toBe('done')
    for (const text of ['', '#!/bin/sh', '{"scripts": {"test": "sh"}}', '{"nested": {"flows": {}}}'])
      expect(await save(text)).toBe('not-a-flow')
    expect(await save(flow)).toBe('done')
  })

  it('may make a flow of the file that the bridge was started on', async () => {
    const folder = mkdtempSync(join(root, 'new-'))
    writeFileSync(join(folder, 'new.json'), '')
    const one = await openWorkspace(join(folder, 'new.json'), join(root, 'backups'))
    const { version } = await one.read('new.json')
    expect(await codeOf(one.save('new.json', flow, version))).toBe('done')
  })
})
