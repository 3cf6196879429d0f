import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '../operation/api-problem.ts'
import { answerFile } from './answer-journal.ts'
import { type AnswerOnceParts, answerOnce } from './answer-once.ts'

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
const refused = async () => {
  throw new ApiProblem(403, { code: 'read-only', message: 'No.' })
}

function aMemory(parts: Partial<AnswerOnceParts> = {}) {
  const once = answerOnce({ clock, ...parts })
  return <T>(key: string | undefined, run: () => Promise<T>, request: unknown = {}, caller = 'owner') =>
    once(caller, key, request, run)
}
const quarter = 15 * 60_000

describe('an idempotency key', () => {
  it('is not needed, and has to be one', async () => {
    const once = aMemory()
    expect([await once(undefined, work), await once(undefined, work)]).toEqual([1, 2])
    for (const key of ['', 'a b', 'ä', 'x'.repeat(129)]) {
      await expect(once(key, work)).rejects.toThrow('Idempotency-Key must be 1 to 128 visible characters.')
    }
  })

  it('is remembered for a quarter of an hour', async () => {
    const once = aMemory()
    await once('k', work)
    now += quarter - 1
    expect(await once('k', work)).toBe(1)
    now += 1
    expect(await once('k', work)).toBe(2)
  })

  it('is not pushed out by others: those are refused until there is room', async () => {
    const once = aMemory()
    for (let index = 0; index < 1_000; index++) await once(`k${index}`, work)
    now += quarter - 5_000
    await expect(once('new', work)).rejects.toMatchObject({
      status: 429,
      body: { code: 'too-many-keys', hint: 'Try again in 5 s.' },
    })
    expect(runs).toBe(1_000)
    expect(await once('k0', work)).toBe(1)
    // The keys of one caller are no concern of another.
    expect(await once('k0', work, {}, 'ci')).toBe(1_001)
    now += 5_000
    expect(await once('new', work)).toBe(1_002)
  })

  it('is not forgotten while its work goes on, however long that takes', async () => {
    const once = aMemory()
    const { promise, resolve } = Promise.withResolvers<number>()
    const first = once('k', () => promise)
    now += 10 * quarter
    const second = once('k', work)
    resolve(7)
    expect(await Promise.all([first, second])).toEqual([7, 7])
    expect(runs).toBe(0)
  })

  it('is refused where the answers have grown too large, before anything is sent', async () => {
    const once = aMemory()
    const large = async () => 'x'.repeat(20 * 2 ** 20)
    await once('a', large)
    await once('b', large)
    await expect(once('c', work)).rejects.toMatchObject({ status: 429 })
    expect(runs).toBe(0)
  })

  it('is of one request', async () => {
    const once = aMemory()
    await once('k', work, { a: 1 })
    await expect(once('k', work, { a: 2 })).rejects.toMatchObject({ status: 422, body: { code: 'key-reused' } })
  })

  it('is free again after a refusal, and not after a fault of ours', async () => {
    const once = aMemory()
    await expect(once('k', refused)).rejects.toThrow('No.')
    expect(await once('k', work)).toBe(1)
    const broken = async () => {
      throw new Error('ours')
    }
    await expect(once('other', broken)).rejects.toThrow('ours')
    await expect(once('other', work)).rejects.toThrow('ours')
  })
})

describe('a file of answers', () => {
  const kept = (answer: unknown) => ({ kept: (answer as { kept: number }).kept })
  const open = (name: string) => answerFile(join(folder, name), clock)

  it('gives the same answers to a restarted bridge, and holds nothing that should not lie on a disk', async () => {
    const first = aMemory({ journal: open('a/answers.jsonl'), kept })
    await first('k', async () => ({ kept: 1, secret: 'hidden' }))
    await first('refused', refused).catch(() => {})
    const text = readFileSync(join(folder, 'a/answers.jsonl'), 'utf8')
    expect(text).not.toContain('hidden')
    const again = aMemory({ journal: open('a/answers.jsonl') })
    expect(await again('k', work)).toEqual({ kept: 1 })
    expect(await again('refused', work)).toBe(1)
  })

  it('says of work in whose midst the bridge ended that nobody knows', async () => {
    void aMemory({ journal: open('midst.jsonl') })('k', () => new Promise(() => {}))
    await vi.waitFor(() => expect(readFileSync(join(folder, 'midst.jsonl'), 'utf8')).toContain('"k"'))
    const again = aMemory({ journal: open('midst.jsonl') })
    await expect(again('k', work)).rejects.toMatchObject({ status: 409, body: { code: 'interrupted' } })
  })

  it('is read past lines that are none, and forgets what is old', () => {
    const line = (key: string, since: number) => `${JSON.stringify({ key, body: 'b', since, answer: { kept: 1 } })}\n`
    const odd = ['null', '1', '"x"', '[]', '{}', '{"key":1}', '', 'torn"'].join('\n')
    writeFileSync(join(folder, 'broken.jsonl'), `${odd}\n${line('new', now)}${line('old', now - quarter)}{"key":"half`)
    expect(open('broken.jsonl').load()).toMatchObject([{ key: 'new', caller: 'owner' }])
  })

  it('names the file that cannot be read', () => {
    mkdirSync(join(folder, 'folder.jsonl'))
    expect(() => open('folder.jsonl').load()).toThrow(
      /folder\.jsonl, where the bridge keeps its answers, cannot be read/,
    )
  })

  it('that cannot be written takes no answer away, and refuses the next request before anything is sent', async () => {
    const path = join(folder, 'full', 'answers.jsonl')
    const onUnwritten = vi.fn()
    const once = aMemory({ journal: open('full/answers.jsonl'), onUnwritten })
    const fill = async () => {
      rmSync(path)
      mkdirSync(path)
      return ++runs
    }
    expect(await once('k', fill)).toBe(1)
    expect(onUnwritten).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'EISDIR' }))
    await expect(once('next', work)).rejects.toMatchObject({ status: 507, body: { code: 'answers-unwritable' } })
    // What is known is answered, and who sends no key is not asked to be remembered.
    expect(await once('k', work)).toBe(1)
    expect(await once(undefined, work)).toBe(2)
    rmdirSync(path)
    expect(await once('next', work)).toBe(3)
  })

  it('that cannot be written when work is refused gives the refusal', async () => {
    const path = join(folder, 'refusal', 'answers.jsonl')
    const once = aMemory({ journal: open('refusal/answers.jsonl') })
    const run = async () => {
      rmSync(path)
      mkdirSync(path)
      return refused()
    }
    await expect(once('k', run)).rejects.toThrow('No.')
  })

  it('does not grow without end while the bridge runs, and forgets nothing that is young', async () => {
    const path = join(folder, 'large.jsonl')
    const once = aMemory({ journal: open('large.jsonl') })
    const long = 'x'.repeat(100_000)
    for (let index = 0; index < 60; index++) {
      now += 60_000
      await once(`k${index}`, async () => long)
      expect(statSync(path).size).toBeLessThan(4 * 2 ** 20)
    }
    const again = aMemory({ journal: open('large.jsonl') })
    for (let index = 46; index < 60; index++) expect(await again(`k${index}`, work)).toBe(long)
    expect(runs).toBe(0)
  })
})
