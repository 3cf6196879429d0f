import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import { addressOf, apiContract, type FileRevision } from '@mapping-designer/shared-types'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aBridge, asDesigner } from '../testing.ts'
import { openWorkspace } from './workspace.ts'

const text = JSON.stringify(aFlow(), null, 2)
let root: string
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'revisions-'))
  folder = join(root, 'flows')
  mkdirSync(folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' }).toString().trim()
function commit(message: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content)
  git('add', '-A')
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', message)
}

const { revisions, readRevision } = apiContract.files
async function get(address: string, bridge?: ReturnType<typeof aBridge>) {
  const started = bridge ?? aBridge({ workspace: await openWorkspace(folder, join(root, 'backups')) })
  const answer = await started.request(address, asDesigner())
  return { status: answer.status, ...((await answer.json()) as { revisions?: FileRevision[]; text?: string }) }
}
const listed = (path: string) => get(addressOf(revisions, { params: { path } }))
const read = (path: string, revision: string) => get(addressOf(readRevision, { params: { path }, query: { revision } }))

describe('revisions of a flow file', () => {
  it('lists the commits that changed it, the newest first, and reads each as it was', async () => {
    git('init', '-q', '-b', 'main')
    const marked = text.replace('{', '{ /* é */')
    commit('The first flow', { 'flows/flow.json': text, 'flows/other.json': text })
    commit('Another file', { 'flows/other.json': marked })
    commit('Kommentar: é "quoted"\n\nMore words.', { 'flows/flow.json': marked })
    const list = await listed('flow.json')
    expect(list).toMatchObject({
      status: 200,
      revisions: [
        { subject: 'Kommentar: é "quoted"', hash: git('rev-parse', '--short', 'HEAD') },
        { subject: 'The first flow' },
      ],
    })
    const [newest, oldest] = list.revisions ?? []
    expect(Date.parse(newest?.date ?? '')).toBeGreaterThan(0)
    for (const revision of ['HEAD', 'main', 'HEAD@{0}', newest?.hash ?? ''])
      expect(await read('flow.json', revision)).toEqual({ status: 200, text: marked })
    for (const revision of ['HEAD~1', 'main~2', oldest?.hash ?? ''])
      expect(await read('flow.json', revision)).toEqual({ status: 200, text })
  })

  it('says what git does not have', async () => {
    writeFileSync(join(folder, 'flow.json'), text)
    const none = {
      status: 404,
      error: { code: 'no-repository', message: expect.stringContaining('not a git repository') },
    }
    expect(await listed('flow.json')).toMatchObject(none)
    expect(await read('flow.json', 'HEAD')).toMatchObject(none)
    git('init', '-q')
    expect(await listed('flow.json')).toEqual({ status: 200, revisions: [] })
    const missing = { status: 404, error: { code: 'revision-missing' } }
    expect(await read('flow.json', 'HEAD')).toMatchObject(missing)
    commit('Something else', { 'notes.txt': 'none', 'flows/flow.json': '{"secret": 1}' })
    commit('A flow', { 'flows/flow.json': text })
    expect(await read('flow.json', 'no-such-branch')).toMatchObject(missing)
    expect(await read('flow.json', 'HEAD^{tree}')).toMatchObject(missing)
    expect(await read('flow.json', 'HEAD~1..HEAD')).toMatchObject(missing)
    expect(await read('flow.json', 'HEAD~1')).toMatchObject({ status: 422, error: { code: 'not-a-flow' } })
    writeFileSync(join(folder, 'new.json'), text)
    expect(await read('new.json', 'HEAD')).toMatchObject({
      status: 404,
      error: { code: 'not-in-revision', message: 'git has no new.json at HEAD: the file is not in that revision.' },
    })
    expect(await listed('new.json')).toEqual({ status: 200, revisions: [] })
  })

  it('takes no name that is an option or leads to another file', async () => {
    git('init', '-q')
    commit('All', { 'flows/flow.json': text, 'secret.txt': 'a secret' })
    for (const revision of ['--output=x', '-p', 'HEAD:secret.txt', ':/All', 'HEAD\n', '', ' '.repeat(201), 'a\u0000b'])
      expect(await read('flow.json', revision)).toMatchObject({ status: 400 })
    for (const path of ['../secret.txt', 'none.json', '.git/config'])
      expect((await get(`/api/at-revision/${encodeURIComponent(path)}?revision=HEAD`)).status).toBeGreaterThanOrEqual(
        403,
      )
    expect(await listed('none.json')).toMatchObject({ status: 404, error: { code: 'file-missing' } })
  })

  it('says that git is missing, and that there is no workspace', async () => {
    writeFileSync(join(folder, 'flow.json'), text)
    vi.stubEnv('PATH', root)
    expect(await listed('flow.json')).toMatchObject({ status: 503, error: { code: 'no-git' } })
    expect(await get('/api/revisions/flow.json', aBridge())).toMatchObject({
      status: 404,
      error: { code: 'no-workspace' },
    })
  })
})
