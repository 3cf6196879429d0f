import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { pruneJournals } from './prune-journals.ts'

const day = 24 * 60 * 60_000
const now = 1_700_000_000_000

it('removes the journals of old replays, the oldest first, and lists of failures before what keeps from writing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'prune-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [id, days] of Object.entries({ old: 400, month: 31, week: 7, days: 3, today: 0.5 })) {
    for (const extension of ['json', 'ndjson']) {
      const path = join(folder, `${id}.${extension}`)
      writeFileSync(path, 'x'.repeat(100))
      utimesSync(path, now / 1_000, (now - days * day) / 1_000)
    }
  }
  const left = (extension: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(`.${extension}`))
      .map((name) => name.split('.')[0])
      .sort()
  await pruneJournals(folder, now)
  expect(left('json')).toEqual(['days', 'month', 'today', 'week'])
  expect(left('ndjson')).toEqual(['days', 'today', 'week'])
  await pruneJournals(folder, now, {
    '.ndjson': { age: 30 * day, files: 9, bytes: 250 },
    '.json': { age: 365 * day, files: 3, bytes: 999 },
  })
  expect(left('ndjson')).toEqual(['days', 'today'])
  expect(left('json')).toEqual(['days', 'today', 'week'])
  // What may still go on stays, however much it is.
  await pruneJournals(folder, now, { '.ndjson': { age: 30 * day, files: 0, bytes: 0 } })
  expect(left('ndjson')).toEqual(['today'])
  await pruneJournals(join(folder, 'none'), now)
})
