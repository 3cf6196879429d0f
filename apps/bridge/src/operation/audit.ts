import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What was done to a cluster, or asked for and denied. Never holds keys, values, headers, tokens or hosts. */
export type AuditLine =
  | {
      action: 'produce'
      who: string
      profile: string
      status: 'produced' | 'refused' | 'failed' | 'unknown'
      topic?: string
      partition?: number
      offset?: string
      reason?: string
    }
  | { action: 'replay'; who: string; profile: string; replay: string; status: string; done: number; failed: number }
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
  | { action: 'denied'; who: string; status: number; code: string; method: string; path: string }

export type Audit = (line: AuditLine) => void

/** Denied requests of one minute that are written down; the rest is counted, so that nobody can fill the disk. */
const mostDenied = 60

export interface AuditFile {
  write: Audit
  /** Resolves when every line is in the file. */
  close(): Promise<void>
}

/**
 * Appends JSON Lines with a time to a file, in order. Rejects where the file cannot be written at all; a line that
 * cannot be written later is told to `onError`.
 */
export async function openAudit(
  path: string,
  clock: () => number,
  onError: (error: Error) => void,
): Promise<AuditFile> {
  await mkdir(dirname(path), { recursive: true })
  await appendFile(path, '', { mode: 0o600 })
  let queue: Promise<void> = Promise.resolve()
  let minute = 0
  let denied = 0
  const write = (line: object) => {
    const text = `${JSON.stringify({ at: new Date(clock()).toISOString(), ...line })}\n`
    queue = queue.then(() => appendFile(path, text, { mode: 0o600 })).catch(onError)
  }
  return {
    write(line) {
      if (line.action !== 'denied') return write(line)
      const now = Math.floor(clock() / 60_000)
      if (now !== minute) {
        if (denied > mostDenied) write({ action: 'denied', more: denied - mostDenied })
        minute = now
        denied = 0
      }
      if (++denied <= mostDenied) write(line)
    },
    close: () => queue,
  }
}
