import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { temporaryFiles } from '../temporary-files.ts'
import { type CompareOptions, compare } from './compare.ts'

const { folder, file } = temporaryFiles()
afterAll(() => rmSync(folder, { recursive: true }))
const flowWith = (map: JsonObject, settings: JsonObject = {}) =>
  aFlow(aConfig({ mapping: { order: { complete: { data: { map }, settings } } } }))
const old = file('old.json', flowWith({ id: 'data.id', total: 'data.total' }))
const now = file('new.json', flowWith({ id: 'data.id', email: 'user.email' }, { topic: 'sales' }))
const events = file('events.json', [
  anEvent({ data: { id: 'O-1', total: 5 }, user: { email: 'mara@example.com' } }),
  anEvent({ name: 'page view', entity: 'page', action: 'view' }),
])

async function compared(flows: [string, string?], options: Partial<CompareOptions> = {}) {
  let out = ''
  const code = await compare(flows[0], flows[1], { events, failOn: 'none', ...options }, (text) => {
    out += text
  })
  return { code, out }
}

describe('compare', () => {
  it('says what a change does to the records: topic, fields gone and new, and personal data that starts to leave', async () => {
    const { code, out } = await compared([old, now], { json: true })
    expect(code).toBe(0)
    const { groups, problems, ...sums } = JSON.parse(out)
    expect(sums).toMatchObject({ events: 2, same: 1, changed: 1, isBreaking: true, records: { before: 2, after: 2 } })
    expect(groups).toMatchObject([
      { kind: 'topic', isBreaking: true, examples: [{ index: 0, after: 'sales' }] },
      { kind: 'field', what: 'gone', path: 'total', isBreaking: true },
      { kind: 'field', what: 'added', path: 'email', isBreaking: false },
    ])
    expect(problems.comes.map(({ code }: { code: string }) => code)).toContain('personal-value')
  })

  it('writes it for people and as a comment of a pull request', async () => {
    expect((await compared([old, now])).out).toContain('field total of order.complete: gone')
    const { out } = await compared([old, now], { markdown: true })
    expect(out).toContain('**Breaking for consumers**')
    expect(out).toMatch(/\| another topic of order\.complete \| 1 \| event 1: .* → "sales" \|/)
    expect(out).toContain('<details><summary>1 other change</summary>')
    expect(out).toContain('event 1: "an e-mail address"')
    expect(out).not.toContain('mara@')
  })

  it.each([
    { failOn: 'breaking', flows: [old, now], code: 1 },
    { failOn: 'any', flows: [old, now], code: 1 },
    { failOn: 'any', flows: [old, old], code: 0 },
    { failOn: 'none', flows: [old, now], code: 0 },
  ] as const)('with --fail-on $failOn its exit code is $code', async ({ failOn, flows, code }) => {
    expect((await compared([...flows], { failOn })).code).toBe(code)
  })

  it('reads JSON Lines of any length, and names the line that is none', async () => {
    const lines = join(folder, 'events.ndjson')
    const event = JSON.stringify(anEvent({ data: { id: 'O-1', total: 5 } }))
    writeFileSync(lines, `${`${event}\n`.repeat(25_000)}{"name":\n`)
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const { code, out } = await compared([old, now], { events: lines })
    expect(process.stderr.write).toHaveBeenCalledWith(`${lines}: Line 25001, column 9: a value is missing.\n`)
    vi.restoreAllMocks()
    expect(code).toBe(1)
    expect(out).toContain('25000 of 25000 events change')
  })

  it('shows what it has so far where it is stopped', async () => {
    const lines = join(folder, 'endless.ndjson')
    const event = JSON.stringify(anEvent({ data: { id: 'O-1', total: 5 } }))
    writeFileSync(lines, `${event}\n`.repeat(20_000))
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const stopping = compared([old, now], { events: lines, json: true })
    process.emit('SIGINT')
    const { code, out } = await stopping
    expect(said.mock.calls.flat().join('')).toMatch(/^Stopped after \d+ events.\n$/)
    vi.restoreAllMocks()
    expect(code).toBe(130)
    expect(JSON.parse(out)).toMatchObject({ isStopped: true })
    expect(JSON.parse(out).events).toBeLessThan(20_000)
  })

  it('compares a flow with itself under another version of walkerOS', async () => {
    const pinned = file('pinned.json', flowWith({ id: 'data.id' }))
    const { out } = await compared([pinned], { runtime: '4.9.0' })
    expect(out).toContain('2 events')
    await expect(compared([pinned])).rejects.toThrow('Name a second flow, or --runtime VERSION')
  })

  it('reads a flow as it was at a revision, and says what git does not have', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })
    git('init', '-q')
    git('add', 'old.json')
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'a flow')
    vi.stubEnv('INIT_CWD', folder)
    expect((await compared(['HEAD:old.json', now])).out).toContain('another topic')
    await expect(compared(['HEAD:none.json', now])).rejects.toThrow('git has no none.json at HEAD')
    await expect(compared(['--output=x:old.json', now])).rejects.toThrow('git has no old.json at --output=x')
    vi.stubEnv('INIT_CWD', '/')
    await expect(compared(['HEAD:none.json', now])).rejects.toThrow('not a git repository')
    vi.unstubAllEnvs()
  })
})
