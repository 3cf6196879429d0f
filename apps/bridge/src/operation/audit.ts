import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type AuditEntry, auditEntrySchema, maxAuditEntries } from '@mapping-designer/shared-types'
import { createQueue } from '../work/queue.ts'
import { ApiProblem } from './api-problem.ts'
import { type LineFile, lineFile } from './line-file.ts'

/** What was done to a cluster, or asked for and denied. Never holds keys, values, headers, tokens or hosts. */
export type AuditLine =
  | {
      action: 'produce'
      who: string
      profile: string
      status: 'produced' | 'refused' | 'failed' | 'unknown'
      topic?: string
      /** SHA-256 of the record. */
      digest?: string
      partition?: number
      offset?: string
      reason?: string
    }
  | {
      action: 'replay'
      who: string
      profile: string
      replay: string
      status: string
      /** That it has written to since it was opened. */
      topics?: readonly string[]
      done: number
      failed: number
    }
  | { action: 'create-topic' | 'delete-topic'; who: string; profile: string; topic: string }
  | {
      action: 'change-topic'
      who: string
      profile: string
      topic: string
      partitions?: number | undefined
      config?: Record<string, string> | undefined
    }
  | { action: 'register-schema'; who: string; profile: string; subject: string }
  /** Packages were asked for from npm, to prove a preview. */
  | { action: 'install-packages'; who: string; version: string; verdict: string }
  | { action: 'denied'; who: string; status: number; code: string; method: string; path: string }
  /** Before anything is done, where nothing may be done without an audit. */
  | { action: 'begin'; who: string; method: string; path: string }

export type Audit = (line: AuditLine) => void

/** Denied requests of one minute that are written down; the rest is counted, so that nobody can fill the disk. */
const maxDenied = 60
/** Bytes of a file that is put aside, and how many of those are kept. */
const maxBytes = 16 * 2 ** 20
const maxKept = 4
/** Bytes at the end of a file that are read; more than all entries that are answered take. */
const maxRead = 2 ** 20
/** Lines that wait in memory for a file that cannot be written. */
const maxWaiting = 10_000

export interface AuditFile {
  write: Audit
  /**
   * Resolves when this line and all before it are in the file. Rejects with a 507 where they cannot be, for callers
   * that need an audit.
   */
  announce(line: AuditLine): Promise<void>
  /** The last entries, the newest first; what the file holds that is none is left out. */
  read(): Promise<AuditEntry[]>
  /** Resolves when every line is in the file, or cannot be written. */
  close(): Promise<void>
}

/**
 * Appends JSON Lines with a time to a file, whole and in order; a file that has grown large is put aside as `PATH.1`.
 * Rejects where the file cannot be written at all. A line that cannot be written later goes to `onError` and waits
 * in memory for the next try.
 */
export async function openAudit(
  path: string,
  clock: () => number,
  onError: (error: Error) => void,
): Promise<AuditFile> {
  await mkdir(dirname(path), { recursive: true })
  const file = lineFile(path, { maxBytes, makeRoom: () => putAside(path) })
  await file.append('')
  const lines = waitingLines(file, clock, onError)
  const write = (line: object) => {
    lines.push(line)
    lines.flush().catch(() => {})
  }
  let minute = 0
  let denied = 0

  return {
    write(line) {
      if (line.action !== 'denied') return write(line)
      const now = Math.floor(clock() / 60_000)
      if (now !== minute) {
        if (denied > maxDenied) write({ action: 'denied', more: denied - maxDenied })
        minute = now
        denied = 0
      }
      if (++denied <= maxDenied) write(line)
    },
    async announce(line) {
      const text = lines.push(line)
      try {
        await lines.flush()
      } catch (error) {
        // It is not done, so nothing has to say that it began.
        lines.takeBack(text)
        throw new ApiProblem(507, {
          code: 'audit-unwritable',
          message: `The audit file cannot be written (${(error as NodeJS.ErrnoException).code}), and nothing is done here without it.`,
          hint: 'Make room, or let the bridge write the file again.',
        })
      }
    },
    async read() {
      await lines.flush().catch(() => {})
      const last = entriesOf(await endOf(path))
      const before = last.length < maxAuditEntries ? entriesOf(await endOf(`${path}.1`)) : []
      return [...before, ...last].slice(-maxAuditEntries).toReversed()
    },
    close: () => lines.flush().catch(() => {}),
  }
}

/** Lines on their way to a file; those that it does not take wait in memory for the next try. */
function waitingLines(file: LineFile, clock: () => number, onError: (error: Error) => void) {
  let waiting: string[] = []
  let lost = 0
  let isBroken = false
  const queue = createQueue()
  /** The write that has not begun yet, and takes along whatever is given until then. */
  let next: Promise<void> | undefined

  const textOf = (line: object) => `${JSON.stringify({ at: new Date(clock()).toISOString(), ...line })}\n`
  const flushNow = async (): Promise<void> => {
    if (waiting.length === 0) return
    const lines = waiting
    const gap = lost === 0 ? '' : textOf({ action: 'lines-lost', count: lost })
    waiting = []
    try {
      await file.append(gap + lines.join(''))
      if (gap !== '') lost = 0
      isBroken = false
    } catch (error) {
      waiting = [...lines, ...waiting]
      if (!isBroken) onError(error as Error)
      isBroken = true
      throw error
    }
  }
  return {
    /** Answers the text that is to be written. */
    push(line: object): string {
      const text = textOf(line)
      waiting.push(text)
      if (waiting.length > maxWaiting) {
        waiting.shift()
        lost++
      }
      return text
    },
    takeBack(text: string) {
      waiting = waiting.filter((one) => one !== text)
    },
    /** Writes all lines that wait by then, in one go. */
    flush(): Promise<void> {
      next ??= queue.run(() => {
        next = undefined
        return flushNow()
      })
      return next
    },
  }
}

/** Renames a file that is full, and the ones before it; the oldest goes. */
async function putAside(path: string): Promise<void> {
  for (let number = maxKept - 1; number > 0; number--) {
    await rename(`${path}.${number}`, `${path}.${number + 1}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  await rename(path, `${path}.1`)
}

/** The end of a file as text; empty where there is no such file. */
async function endOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (file === undefined) return ''
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - maxRead)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    const text = buffer.toString('utf8', 0, bytesRead)
    // The first line may be the end of one.
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    await file.close()
  }
}

function entriesOf(text: string): AuditEntry[] {
  return text.split('\n').flatMap((line) => {
    const found = auditEntrySchema.safeParse(parsed(line))
    return found.success ? found.data : []
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
