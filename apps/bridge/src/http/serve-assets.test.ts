import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBridge, asDesigner, testHost } from '../testing.ts'
import { assetsIn } from './serve-assets.ts'

const folder = mkdtempSync(join(tmpdir(), 'assets-'))
beforeAll(() => {
  mkdirSync(join(folder, 'built', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'built', 'index.html'), '<html>')
  writeFileSync(join(folder, 'built', 'assets', 'page-1.js'), 'let a')
  writeFileSync(join(folder, 'built', 'data.bin'), 'x')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('files of the built designer', () => {
  it('are read with their types, and none beside its folder', async () => {
    const read = assetsIn(join(folder, 'built'))
    expect((await read('/index.html'))?.type).toBe('text/html; charset=utf-8')
    expect((await read('/assets/page-1.js'))?.type).toBe('text/javascript; charset=utf-8')
    expect((await read('/data.bin'))?.type).toBe('application/octet-stream')
    expect(await read('/../secret.txt')).toBeUndefined()
    expect(await read('/nothing.js')).toBeUndefined()
    expect(await read('/assets')).toBeUndefined()
    expect(await read('/\0')).toBeUndefined()
  })

  it.each([
    { path: '/nothing.js', status: 404 },
    { path: '/%zz', status: 404 },
    { path: '/..%2fsecret.txt', status: 404 },
    { path: '/', status: 200 },
  ])('answer $status at $path', async ({ path, status }) => {
    const answer = await aBridge().request(`http://${testHost}${path}`, asDesigner())
    expect(answer.status).toBe(status)
  })
})
