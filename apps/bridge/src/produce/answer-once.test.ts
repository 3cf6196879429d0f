import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiProblem } from '../http/api-problem.ts'
import { answerFile, answerOnce } from './answer-once.ts'

const folder = mkdtempSync(join(tmpdir(), 'answers-'))
afterAll(() => rmSync(folder, { recursive: true }))
let now: number
let runs: number
beforeEach(() => {
  now = 1_700_000_000_000
  runs = 0
})
const clock = () => now
const work = async () => ++runs

describe('an idempotency key', () => {
  it('is not needed, and has to be one', async () => {
    const once = answerOnce(clock)
    expect([await once(undefined, {}, work), await once(undefined, {}, work)]).toEqual([1, 2])
    for (const key of ['', 'a b', 'ä', 'x'.repeat(129)]) {
      await expect(once(key, {}, work)).rejects.toThrow('Idempotency-Key must be 1 to 128 visible characters.')
    }
  })

  it('is remembered for a quarter of an hour', async () => {
    const once = answerOnce(clock)
    await once('k', {}, work)
    now += 15 * 60_000 - 1
    expect(await once('k', {}, work)).toBe(1)
    now += 1
    expect(await once('k', {}, work)).toBe(2)
  })

  it('is forgotten where a thousand others came after it', async () => {
    const once = answerOnce(clock)
    for (let index = 0; index < 1_000; index++) await once(`k${index}`, {}, work)
    expect(await once('k999', {}, work)).toBe(1_000)
    expect(await once('new', {}, work)).toBe(1_001)
    expect(await once('k0', {}, work)).toBe(1_002)
  })

  it('is free again after a refusal, and not after a fault of ours', async () => {
    const once = answerOnce(clock)
    const refused = async () => {
      throw new ApiProblem(403, { code: 'read-only', message: 'No.' })
    }
    await expect(once('k', {}, refused)).rejects.toThrow('No.')
    expect(await once('k', {}, work)).toBe(1)
    const broken = async () => {
      throw new Error('ours')
    }
    await expect(once('other', {}, broken)).rejects.toThrow('ours')
    await expect(once('other', {}, work)).rejects.toThrow('ours')
  })
})

describe('a file of answers', () => {
  const without = (answer: unknown) => ({ kept: (answer as { kept: number }).kept })
  const open = (name: string) => answerFile(join(folder, name), clock, without)

  it('gives the same answers to a bridge that was started anew, and holds nothing that should not lie on a disk', async () => {
    const first = answerOnce(clock, open('a/answers.jsonl'))
    await first('k', {}, async () => ({ kept: 1, secret: 'hidden' }))
    await first('refused', {}, async () => {
      throw new ApiProblem(403, { code: 'x', message: 'No.' })
    }).catch(() => {})
    const text = readFileSync(join(folder, 'a/answers.jsonl'), 'utf8')
    expect(text).not.toContain('hidden')
    const again = answerOnce(clock, open('a/answers.jsonl'))
    expect(await again('k', {}, work)).toEqual({ kept: 1 })
    expect(await again('refused', {}, work)).toBe(1)
  })

  it('is read past a line that was half written, and forgets what is old', async () => {
    const line = (key: string, since: number) => `${JSON.stringify({ key, body: 'b', since, answer: { kept: 1 } })}\n`
    const path = join(folder, 'broken.jsonl')
    writeFileSync(path, `${line('new', now)}${line('old', now - 15 * 60_000)}{"key":"half`)
    expect(open('broken.jsonl').load()).toMatchObject([{ key: 'new' }])
  })

  it('is made anew where it has grown large', () => {
    const path = join(folder, 'large.jsonl')
    const line = JSON.stringify({ key: 'old', body: 'x'.repeat(1_000), since: 0 })
    const kept = JSON.stringify({ key: 'kept', body: 'b', since: now })
    writeFileSync(path, `${`${line}\n`.repeat(1_100)}${kept}\n`)
    expect(open('large.jsonl').load()).toMatchObject([{ key: 'kept' }])
    expect(statSync(path).size).toBe(kept.length + 1)
  })
})
