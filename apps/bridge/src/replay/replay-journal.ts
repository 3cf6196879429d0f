import { createReadStream } from 'node:fs'
import { appendFile, mkdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReplayFailure } from '@mapping-designer/shared-types'
import { ApiProblem } from '../operation/api-problem.ts'
import { createQueue } from '../work/queue.ts'
import type { ReplayIdentity } from './replay-identity.ts'

/** What became of the first `accepted` events. */
export interface ReplayCounts {
  accepted: number
  done: number
  skipped: number
  failed: number
}

/** Remembers what a position in the log stands for: the log itself keeps the position alone, and not for ever. */
export interface ReplayJournal {
  /** Positions between which the log must be: both are 0 where nothing was noted, `most` is infinite where nobody knows. */
  range(): Promise<{ least: number; most: number }>
  /** Counts of the first `position` events, null where nobody noted them. Forgets what was noted of later ones. */
  at(position: number): Promise<ReplayCounts | null>
  /** Before a transaction that brings the replay from one position to another, with the failures between them. */
  announce(from: ReplayCounts, to: ReplayCounts, failures: readonly ReplayFailure[]): Promise<void>
  /** That transaction is in the log. */
  confirm(to: ReplayCounts, failures: readonly ReplayFailure[]): Promise<void>
  /** Notes at once what was confirmed, before the replay is left; never rejects, because what was announced stays true. */
  settle(): Promise<void>
}

/** A journal that outlives the process, and gives the failures out. */
export interface FileJournal extends ReplayJournal {
  /** What the replay was begun as; undefined where it never was. */
  begunAs(): Promise<ReplayIdentity | undefined>
  /** Notes what the replay belongs to. */
  claim(identity: ReplayIdentity): Promise<void>
  /** Failures of what is in the log, as JSON Lines. */
  failures(): AsyncIterable<Buffer | string>
}

/** Counts, and how far the file of failures went then. */
interface Mark extends ReplayCounts {
  bytes: number
}

interface Notes {
  isUnreadable?: true
  identity?: ReplayIdentity
  /** The last position that is known to be in the log, and the next one while its transaction is under way. */
  marks: Mark[]
}

/** The journal cannot be written, so nothing may be sent that it would have to remember. */
export class JournalFailure extends ApiProblem {
  constructor(error: unknown) {
    super(507, {
      code: 'journal-unwritable',
      message: `The journal of the replay cannot be written (${(error as NodeJS.ErrnoException).code}), so nothing more is sent.`,
      hint: 'Make room, or let the bridge write the folder of its data; then go on under the same id.',
    })
  }
}

/**
 * ms until a confirmation is noted, unless the next transaction is announced before: its marks hold it too. Meanwhile the file has both
 * ends of the last transaction, and the log says which it is.
 */
const noteDelay = 100

const start: Mark = { accepted: 0, done: 0, skipped: 0, failed: 0, bytes: 0 }

/**
 * Keeps two files in the folder: failures as JSON Lines, and the marks between which the last transaction lies.
 * Whichever of them the log confirms after a crash is what counts. Rejects with JournalFailure.
 */
export function fileJournal(folder: string, id: string): FileJournal {
  const failureFile = join(folder, `${id}.ndjson`)
  const markFile = join(folder, `${id}.json`)
  let notes: Notes = { marks: [start] }
  let confirmed = start
  /** Size of the file of failures, where it is known. */
  let length: number | undefined
  let noting: NodeJS.Timeout | undefined
  const saves = createQueue()

  const save = (next: Notes) => {
    clearTimeout(noting)
    noting = undefined
    notes = next
    return saves.run(() =>
      written(async () => {
        await inFolder(folder, () => writeFile(`${markFile}.new`, JSON.stringify(next), { mode: 0o600 }))
        await rename(`${markFile}.new`, markFile)
      }),
    )
  }
  const keepFailures = (bytes: number, lines: string) =>
    written(async () => {
      if (length !== bytes) await cut(failureFile, bytes)
      length = undefined
      if (lines !== '') await inFolder(folder, () => appendFile(failureFile, lines, { mode: 0o600 }))
      length = bytes + Buffer.byteLength(lines)
    })

  const settle = async () => {
    if (noting !== undefined) await save(notes).catch(() => {})
  }
  const read = async () => {
    await settle()
    await saves.idle()
    return readNotes(markFile)
  }

  return {
    async begunAs() {
      notes = await read()
      return notes.identity
    },
    async claim(identity) {
      if (notes.identity === undefined) await save({ marks: notes.marks, identity })
    },
    async range() {
      notes = await read()
      const positions = notes.marks.map(({ accepted }) => accepted)
      return { least: Math.min(...positions), most: notes.isUnreadable ? Infinity : Math.max(...positions) }
    },
    async at(position) {
      notes = await read()
      const mark = position === 0 ? start : notes.marks.find(({ accepted }) => accepted === position)
      if (mark === undefined) return null
      // Lists of failures do not stay for ever.
      const found = { ...mark, bytes: Math.min(mark.bytes, await sizeOf(failureFile)) }
      notes = { ...notes, marks: notes.marks.map((one) => (one === mark ? found : one)) }
      await keepFailures(found.bytes, '')
      if (notes.marks.some(({ accepted }) => accepted > position)) await save({ ...notes, marks: [found] })
      confirmed = found
      const { bytes: _, ...counts } = found
      return counts
    },
    async announce(from, to, failures) {
      const noted = notes.marks.find(({ accepted }) => accepted === from.accepted)
      const before = noted ?? { ...from, bytes: confirmed.bytes }
      const lines = failures.map((failure) => `${JSON.stringify(failure)}\n`).join('')
      await keepFailures(before.bytes, lines)
      await save({ ...notes, marks: [before, { ...to, bytes: before.bytes + Buffer.byteLength(lines) }] })
    },
    async confirm({ accepted }) {
      confirmed = notes.marks.find((mark) => mark.accepted === accepted) ?? confirmed
      notes = { ...notes, marks: [confirmed] }
      clearTimeout(noting)
      noting = setTimeout(() => void settle(), noteDelay)
    },
    settle,
    async *failures() {
      if (confirmed.bytes > 0) yield* createReadStream(failureFile, { end: confirmed.bytes - 1 })
    },
  }
}

/** Does it again in a folder that it makes, where there is none. */
async function inFolder(folder: string, work: () => Promise<void>): Promise<void> {
  await work().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    await mkdir(folder, { recursive: true })
    await work()
  })
}

async function readNotes(file: string): Promise<Notes> {
  try {
    const read = JSON.parse(await readFile(file, 'utf8')) as Notes | Mark[]
    // Earlier versions kept the marks alone.
    const { marks, ...rest } = Array.isArray(read) ? { marks: read } : read
    return { ...rest, marks: marks.length === 0 ? [start] : marks }
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return isMissing ? { marks: [start] } : { marks: [start], isUnreadable: true }
  }
}

async function written(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new JournalFailure(error)
  }
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

async function cut(file: string, bytes: number): Promise<void> {
  await truncate(file, bytes).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
