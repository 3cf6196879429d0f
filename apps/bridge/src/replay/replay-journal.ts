import { createReadStream } from 'node:fs'
import { appendFile, mkdir, readFile, rename, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReplayFailure } from '@mapping-designer/shared-types'

/** What became of the first `accepted` events. */
export interface ReplayCounts {
  accepted: number
  done: number
  skipped: number
  failed: number
}

/** Remembers what a position in the log stands for: the log itself keeps the position alone. */
export interface ReplayJournal {
  /** Counts of the first `position` events, null where nobody noted them. Forgets what was noted of later ones. */
  at(position: number): Promise<ReplayCounts | null>
  /** Before a transaction that brings the replay from one position to another, with the failures between them. */
  announce(from: ReplayCounts, to: ReplayCounts, failures: readonly ReplayFailure[]): Promise<void>
  /** That transaction is in the log. */
  confirm(to: ReplayCounts, failures: readonly ReplayFailure[]): void
}

/** A journal that outlives the process, and gives the failures out. */
export interface FileJournal extends ReplayJournal {
  /** Failures of what is in the log, as JSON Lines. */
  failures(): AsyncIterable<Buffer | string>
}

/** Counts, and how far the file of failures went then. */
interface Mark extends ReplayCounts {
  bytes: number
}

/**
 * Keeps two files in the folder: failures as JSON Lines, and the two marks between which the last transaction lies.
 * Whichever of them the log confirms after a crash is what counts.
 */
export function fileJournal(folder: string, id: string): FileJournal {
  const failureFile = join(folder, `${id}.ndjson`)
  const markFile = join(folder, `${id}.json`)
  const start: Mark = { accepted: 0, done: 0, skipped: 0, failed: 0, bytes: 0 }
  let marks: Mark[] = [start]
  let confirmed = start

  return {
    async at(position) {
      marks = await readMarks(markFile)
      const found = position === 0 ? start : marks.find(({ accepted }) => accepted === position)
      if (found === undefined) return null
      await cut(failureFile, found.bytes)
      confirmed = found
      const { bytes: _, ...counts } = found
      return counts
    },
    async announce(from, to, failures) {
      const before = marks.find(({ accepted }) => accepted === from.accepted) ?? { ...from, bytes: confirmed.bytes }
      const lines = failures.map((failure) => `${JSON.stringify(failure)}\n`).join('')
      await mkdir(folder, { recursive: true })
      await cut(failureFile, before.bytes)
      if (lines !== '') await appendFile(failureFile, lines, { mode: 0o600 })
      marks = [before, { ...to, bytes: before.bytes + Buffer.byteLength(lines) }]
      await writeFile(`${markFile}.new`, JSON.stringify(marks), { mode: 0o600 })
      await rename(`${markFile}.new`, markFile)
    },
    confirm({ accepted }) {
      confirmed = marks.find((mark) => mark.accepted === accepted) ?? confirmed
    },
    async *failures() {
      if (confirmed.bytes > 0) yield* createReadStream(failureFile, { end: confirmed.bytes - 1 })
    },
  }
}

async function readMarks(file: string): Promise<Mark[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Mark[]
  } catch {
    return []
  }
}

async function cut(file: string, bytes: number): Promise<void> {
  await truncate(file, bytes).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
