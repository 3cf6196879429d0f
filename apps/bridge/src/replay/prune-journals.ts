import { readdir, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** What the journals of a folder may come to: ms since they were written, number, and bytes. */
interface JournalLimits {
  age: number
  files: number
  bytes: number
}

const day = 24 * 60 * 60_000

/**
 * Marks are small and keep a replay from being written twice, so they stay for a year; lists of failures can be large.
 * What was written to in the last day belongs to a replay that may go on.
 */
const limits: Record<string, JournalLimits> = {
  '.json': { age: 365 * day, files: 10_000, bytes: Number.POSITIVE_INFINITY },
  '.ndjson': { age: 30 * day, files: 10_000, bytes: 256 * 2 ** 20 },
}

/** Removes the journals of old replays from a folder, the oldest first. `now` in ms since 1970. */
export async function pruneJournals(folder: string, now: number, of = limits): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const { size, mtimeMs } = await stat(path)
      return { path, size, age: now - mtimeMs }
    }),
  )
  for (const [extension, { age, files: maxFiles, bytes: maxBytes }] of Object.entries(of)) {
    let [count, bytes] = [0, 0]
    const ofKind = files.filter(({ path }) => extname(path) === extension)
    for (const file of ofKind.toSorted((a, b) => a.age - b.age)) {
      count++
      bytes += file.size
      const isTooMuch = count > maxFiles || bytes > maxBytes
      if (file.age > age || (isTooMuch && file.age > day)) await rm(file.path, { force: true })
    }
  }
}
