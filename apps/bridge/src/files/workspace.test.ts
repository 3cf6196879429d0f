import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import { fileContentSchema, sessionSchema } from '@mapping-designer/shared-types'
import { beforeEach, describe, expect, it } from 'vitest'
import { aBridge, asDesigner } from '../testing.ts'
import { maxFileBytes } from './flow-file.ts'
import { openWorkspace } from './workspace.ts'

const text = JSON.stringify(aFlow(), null, 2)
let folder: string
let backups: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workspace-'))
  backups = join(mkdtempSync(join(tmpdir(), 'backups-')), 'deep')
  writeFileSync(join(folder, 'flow.json'), text)
})

describe('a workspace', () => {
  it('lists the flow files of a folder and nothing else', async () => {
    mkdirSync(join(folder, 'flows/node_modules'), { recursive: true })
    mkdirSync(join(folder, '.git'))
    for (const path of ['flows/shop.json', 'flows/node_modules/x.json', '.git/y.json'])
      writeFileSync(join(folder, path), text)
    writeFileSync(join(folder, 'package.json'), '{"name": "no flow"}')
    writeFileSync(join(folder, 'broken.json'), '{"version": 4, "flows": {')
    const files = await (await openWorkspace(folder, backups)).list()
    expect(files.map(({ path }) => path)).toEqual(['broken.json', 'flow.json', 'flows/shop.json'])
  })

  it('opens one file alone when started on it', async () => {
    writeFileSync(join(folder, 'other.json'), text)
    const workspace = await openWorkspace(join(folder, 'flow.json'), backups)
    expect(await workspace.list()).toEqual([{ path: 'flow.json', isWritable: true }])
    await expect(workspace.read('other.json')).rejects.toMatchObject({ code: 'outside' })
  })

  it('saves what was opened, byte for byte, keeps the mode, and leaves nothing lying about', async () => {
    const odd = `\uFEFF// ours\r\n${text.replaceAll('\n', '\r\n')}\r\n`
    writeFileSync(join(folder, 'flow.json'), odd)
    chmodSync(join(folder, 'flow.json'), 0o600)
    const workspace = await openWorkspace(folder, backups)
    const opened = await workspace.read('flow.json')
    expect(opened.text).toBe(odd)
    const edited = odd.replace('walkeros-events', 'orders')
    const { version } = await workspace.save('flow.json', edited, opened.version)
    expect(readFileSync(join(folder, 'flow.json'), 'utf8')).toBe(edited)
    expect((await workspace.read('flow.json')).version).toBe(version)
    expect(statSync(join(folder, 'flow.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['flow.json'])
    const [backup] = readdirSync(backups)
    expect(readFileSync(join(backups, backup ?? ''), 'utf8')).toBe(odd)
  })

  it('never overwrites what somebody else wrote, two designers among them', async () => {
    const workspace = await openWorkspace(folder, backups)
    const { version } = await workspace.read('flow.json')
    const saves = await Promise.allSettled([
      workspace.save('flow.json', `${text} `, version),
      workspace.save('flow.json', `${text}  `, version),
    ])
    expect(saves.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(readFileSync(join(folder, 'flow.json'), 'utf8')).toBe(`${text} `)
    rmSync(join(folder, 'flow.json'))
    await expect(workspace.save('flow.json', text, version)).rejects.toMatchObject({ code: 'file-missing' })
    expect(existsSync(join(folder, 'flow.json'))).toBe(false)
  })

  it.each(['../flow.json', '/etc/passwd', 'a/../../x.json', '', 'flow.json\0', '.', 'link.json', 'linked/flow.json'])(
    'refuses %j',
    async (path) => {
      const outside = mkdtempSync(join(tmpdir(), 'outside-'))
      writeFileSync(join(outside, 'flow.json'), text)
      symlinkSync(join(outside, 'flow.json'), join(folder, 'link.json'))
      symlinkSync(outside, join(folder, 'linked'))
      mkdirSync(join(folder, 'a'))
      const workspace = await openWorkspace(folder, backups)
      await expect(workspace.read(path)).rejects.toMatchObject({ code: 'outside' })
      await expect(workspace.save(path, 'x', 'x')).rejects.toMatchObject({ code: 'outside' })
      expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true)
    },
  )

  it('says of a file that is too large, or no text, what it is', async () => {
    writeFileSync(join(folder, 'large.json'), Buffer.alloc(maxFileBytes + 1, 32))
    writeFileSync(join(folder, 'latin.json'), Buffer.from('{"flows":"é"}', 'latin1'))
    const workspace = await openWorkspace(folder, backups)
    await expect(workspace.read('large.json')).rejects.toMatchObject({ code: 'file-too-large' })
    await expect(workspace.read('latin.json')).rejects.toMatchObject({ code: 'not-text' })
  })

  it('loses nothing where the disk refuses', async () => {
    const workspace = await openWorkspace(folder, backups)
    const { version } = await workspace.read('flow.json')
    // Nothing can be written into a file as if it were a folder.
    writeFileSync(backups, 'a file')
    await expect(workspace.save('flow.json', `${text} `, version)).rejects.toMatchObject({ code: 'disk' })
    expect(readFileSync(join(folder, 'flow.json'), 'utf8')).toBe(text)
    expect(readdirSync(folder)).toEqual(['flow.json'])
  })
})

describe('the file routes', () => {
  it('lists no more than a person can look through', async () => {
    mkdirSync(join(folder, 'many'))
    for (let index = 0; index < 501; index++) writeFileSync(join(folder, `many/${index}.json`), text)
    expect((await (await openWorkspace(folder, backups)).list()).length).toBe(500)
  })

  it('lists, reads and saves through the bridge', async () => {
    const bridge = aBridge({ workspace: await openWorkspace(folder, backups) })
    const session = sessionSchema.parse(await (await bridge.request('/api/session', asDesigner())).json())
    expect(session.workspace?.files).toEqual([{ path: 'flow.json', isWritable: true }])
    const opened = fileContentSchema.parse(await (await bridge.request('/api/files/flow.json', asDesigner())).json())
    const save = (body: object) => bridge.request('/api/files/flow.json', asDesigner({ method: 'PUT', body }))
    expect((await save({ text: `${text}\n`, version: opened.version })).status).toBe(200)
    const again = await save({ text: 'x', version: opened.version })
    expect(again.status).toBe(409)
    expect(await again.json()).toMatchObject({ error: { code: 'file-changed' } })
  })

  it.each([
    { path: '/api/files/..%2Fsecret.json', status: 403 },
    { path: '/api/files/%2Fetc%2Fpasswd', status: 403 },
    { path: '/api/files/nowhere.json', status: 404 },
  ])('answers $status to $path', async ({ path, status }) => {
    const bridge = aBridge({ workspace: await openWorkspace(folder, backups) })
    expect((await bridge.request(path, asDesigner())).status).toBe(status)
  })

  it('has no files without a workspace', async () => {
    const answer = await aBridge().request('/api/files/flow.json', asDesigner())
    expect(await answer.json()).toMatchObject({ error: { code: 'no-workspace' } })
  })
})
