import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type FileJournal, fileJournal, type ReplayCounts } from './replay-journal.ts'

const home = mkdtempSync(join(tmpdir(), 'journal-'))
afterAll(() => rmSync(home, { recursive: true }))
let folder: string
beforeEach(() => {
  folder = join(home, crypto.randomUUID())
})

const counts = (accepted: number, failed = 0): ReplayCounts => ({
  accepted,
  done: accepted - failed,
  skipped: 0,
  failed,
})
const failure = (index: number) => ({ index, reason: 'ü' })
async function failuresOf(journal: FileJournal): Promise<number[]> {
  let text = ''
  for await (const chunk of journal.failures()) text += String(chunk)
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).index)
}

describe('the journal of a replay', () => {
  it('goes on counting where its list of failures was removed', async () => {
    const first = fileJournal(folder, 'r')
    await first.announce(counts(0), counts(10, 1), [failure(3)])
    await first.confirm(counts(10, 1), [])
    rmSync(join(folder, 'r.ndjson'))
    const next = fileJournal(folder, 'r')
    expect(await next.at(10)).toEqual(counts(10, 1))
    expect(await failuresOf(next)).toEqual([])
    await next.announce(counts(10, 1), counts(20, 2), [failure(12)])
    await next.confirm(counts(20, 2), [])
    expect(await failuresOf(next)).toEqual([12])
    expect(await fileJournal(folder, 'r').at(20)).toEqual(counts(20, 2))
  })

  it('knows what the position in the log stands for, whether the last transaction is in it or not', async () => {
    const first = fileJournal(folder, 'r')
    expect(await first.at(0)).toEqual(counts(0))
    await first.announce(counts(0), counts(10, 1), [failure(3)])
    await first.confirm(counts(10, 1), [])
    await first.announce(counts(10, 1), counts(20, 3), [failure(11), failure(12)])
    // The bridge ends here. Whichever the log says, counts and failures are those of its position.
    const committed = fileJournal(folder, 'r')
    expect(await committed.at(20)).toEqual(counts(20, 3))
    expect(await failuresOf(committed)).toEqual([3, 11, 12])
    const aborted = fileJournal(folder, 'r')
    expect(await aborted.at(10)).toEqual(counts(10, 1))
    expect(await failuresOf(aborted)).toEqual([3])
    expect(await fileJournal(folder, 'r').at(15)).toBeNull()
    expect(await fileJournal(folder, 'r').at(0)).toEqual(counts(0))
    expect(readFileSync(join(folder, 'r.ndjson'), 'utf8')).toBe('')
  })

  it('notes that a transaction is in the log when the replay is left, and when it goes on', async () => {
    const journal = fileJournal(folder, 'r')
    await journal.announce(counts(0), counts(10), [])
    await journal.confirm(counts(10), [])
    expect(await journal.range()).toEqual({ least: 10, most: 10 })
    await journal.announce(counts(10), counts(20), [])
    await journal.confirm(counts(20), [])
    await journal.settle()
    expect(await fileJournal(folder, 'r').range()).toEqual({ least: 20, most: 20 })
    await journal.announce(counts(20), counts(30), [])
    await journal.confirm(counts(30), [])
    await journal.announce(counts(30), counts(40), [])
    expect(await fileJournal(folder, 'r').range()).toEqual({ least: 30, most: 40 })
  })

  it('lets a replay be left where the disk takes no more, with what was announced', async () => {
    const journal = fileJournal(folder, 'r')
    await journal.announce(counts(0), counts(10), [])
    await journal.confirm(counts(10), [])
    mkdirSync(join(folder, 'r.json.new'))
    await journal.settle()
    expect(await fileJournal(folder, 'r').at(10)).toEqual(counts(10))
  })

  it('gives out no failure of a transaction that is not in the log, and none twice', async () => {
    const journal = fileJournal(folder, 'r')
    await journal.at(0)
    expect(await failuresOf(journal)).toEqual([])
    await journal.announce(counts(0), counts(10, 1), [failure(3)])
    expect(await failuresOf(journal)).toEqual([])
    // The transaction failed, and a smaller one is tried.
    await journal.announce(counts(0), counts(5, 1), [failure(3)])
    await journal.confirm(counts(5, 1), [])
    await journal.announce(counts(5, 1), counts(10, 2), [failure(7)])
    await journal.confirm(counts(10, 2), [])
    expect(await failuresOf(journal)).toEqual([3, 7])
  })

  it('goes on from a position that nobody noted, and past a file that cannot be read', async () => {
    const journal = fileJournal(folder, 'r')
    expect(await journal.at(500)).toBeNull()
    await journal.announce(counts(500), counts(510, 1), [failure(501)])
    await journal.confirm(counts(510, 1), [])
    expect(await failuresOf(journal)).toEqual([501])
    writeFileSync(join(folder, 'r.json'), '{"half')
    expect(await fileJournal(folder, 'r').at(510)).toBeNull()
    await journal.confirm(counts(999), [])
    await journal.settle()
    expect(await failuresOf(journal)).toEqual([501])
    expect(existsSync(join(folder, 'r.json.new'))).toBe(false)
  })
})
