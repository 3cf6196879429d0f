import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
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

  it('tells of a line that it cannot write', async () => {
    const path = join(folder, 'gone', 'audit.jsonl')
    const onError = vi.fn()
    const audit = await openAudit(path, () => 0, onError)
    rmSync(join(folder, 'gone'), { recursive: true })
    audit.write(created)
    await audit.close()
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'ENOENT' }))
  })
})
