import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { type AuditLine, openAudit } from './audit.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const created: AuditLine = { action: 'create-topic', who: 'owner', profile: 'test', topic: 'orders' }
const denied: AuditLine = { action: 'denied', who: 'nobody', status: 401, code: 'no-token', method: 'GET', path: '/' }
const read = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('the audit file', () => {
  it('has a line with its time for each thing that was done, in order, and keeps what was there', async () => {
    const path = join(folder, 'deep', 'audit.jsonl')
    for (const topic of ['a', 'b']) {
      const audit = await openAudit(path, () => 1_700_000_000_000, vi.fn())
      audit.write({ ...created, topic })
      await audit.close()
    }
    const at = '2023-11-14T22:13:20.000Z'
    expect(read(path)).toEqual([
      { at, ...created, topic: 'a' },
      { at, ...created, topic: 'b' },
    ])
  })

  it('answers its last entries, the newest first, from the file before as well', async () => {
    const path = join(folder, 'read.jsonl')
    const audit = await openAudit(path, () => 0, vi.fn())
    expect(await audit.read()).toEqual([])
    writeFileSync(`${path}.1`, `${JSON.stringify({ at: 'before', ...created })}\nno line\n{"at":5}\n`)
    for (let count = 0; count < 1_001; count++) audit.write({ ...created, topic: `t${count}` })
    const entries = await audit.read()
    expect(entries).toHaveLength(1_000)
    expect(entries[0]).toEqual({ at: '1970-01-01T00:00:00.000Z', ...created, topic: 't1000' })
    rmSync(path)
    audit.write(denied)
    expect(await audit.read()).toEqual([
      { at: '1970-01-01T00:00:00.000Z', ...denied },
      { at: 'before', ...created },
    ])
    await audit.close()
  })

  it('counts denied requests beyond sixty a minute in place of writing them', async () => {
    const path = join(folder, 'denied.jsonl')
    let now = 0
    const audit = await openAudit(path, () => now, vi.fn())
    for (let count = 0; count < 75; count++) audit.write(denied)
    audit.write(created)
    now = 60_000
    audit.write(denied)
    now = 120_000
    audit.write(denied)
    await audit.close()
    const lines = read(path)
    expect(lines.slice(0, 60).every(({ action }) => action === 'denied')).toBe(true)
    expect(lines.slice(60)).toMatchObject([
      { action: 'create-topic' },
      { action: 'denied', more: 15 },
      { action: 'denied', path: '/' },
      { action: 'denied', path: '/' },
    ])
  })

  it('tells once of a file that it cannot write, and catches up when it can', async () => {
    const path = join(folder, 'full', 'audit.jsonl')
    const onError = vi.fn()
    const audit = await openAudit(path, () => 0, onError)
    rmSync(path)
    mkdirSync(path)
    for (const topic of ['a', 'b', 'c']) audit.write({ ...created, topic })
    await audit.close()
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'EISDIR' }))
    rmdirSync(path)
    audit.write({ ...created, topic: 'd' })
    await audit.close()
    expect(read(path).map(({ topic }) => topic)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('says how many lines were lost while it could not be written for long', async () => {
    const path = join(folder, 'lost', 'audit.jsonl')
    const audit = await openAudit(path, () => 0, vi.fn())
    rmSync(path)
    mkdirSync(path)
    for (let count = 0; count < 10_005; count++) audit.write(created)
    await audit.close()
    rmdirSync(path)
    audit.write(created)
    await audit.close()
    const lines = read(path)
    expect(lines[0]).toMatchObject({ action: 'lines-lost', count: 6 })
    expect(lines).toHaveLength(10_001)
  })

  it('lets nothing begin that it cannot write down, where that is asked of it', async () => {
    const path = join(folder, 'required', 'audit.jsonl')
    const audit = await openAudit(path, () => 0, vi.fn())
    const begin: AuditLine = { action: 'begin', who: 'owner', method: 'POST', path: '/api/produce' }
    await audit.announce(begin)
    expect(read(path)).toMatchObject([{ action: 'begin' }])
    rmSync(path)
    mkdirSync(path)
    audit.write(created)
    await expect(audit.announce(begin)).rejects.toMatchObject({ status: 507, body: { code: 'audit-unwritable' } })
    rmdirSync(path)
    await audit.announce(begin)
    // What was done is there; what was refused did not begin.
    expect(read(path).map(({ action }) => action)).toEqual(['create-topic', 'begin'])
  })

  it('is put aside when it is large, and keeps a few of those', async () => {
    const path = join(folder, 'large', 'audit.jsonl')
    const audit = await openAudit(path, () => 0, vi.fn())
    const long = { ...created, topic: 'x'.repeat(2 ** 20) }
    for (let count = 0; count < 100; count++) {
      audit.write(long)
      await audit.close()
    }
    const files = readdirSync(join(folder, 'large')).sort()
    expect(files).toEqual(['audit.jsonl', ...[1, 2, 3, 4].map((number) => `audit.jsonl.${number}`)])
    for (const file of files) expect(statSync(join(folder, 'large', file)).size).toBeLessThan(18 * 2 ** 20)
    expect(read(join(folder, 'large', 'audit.jsonl.1')).every(({ action }) => action === 'create-topic')).toBe(true)
  })
})
