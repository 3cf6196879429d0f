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
  | { action: 'register-schema'; who: string; profile: string; subject: string }
  | { action: 'denied'; who: string; status: number; code: string; method: string; path: string }

export type Audit = (line: AuditLine) => void

/** Denied requests of one minute that are written down; the rest is counted, so that nobody can fill the disk. */
const mostDenied = 60

/** Appends JSON Lines with a time to a file, in order; a line that cannot be written is told to `onError`. */
export function auditFile(path: string, clock: () => number, onError: (error: Error) => void): Audit {
  let queue: Promise<unknown> = mkdir(dirname(path), { recursive: true })
  let minute = 0
  let denied = 0
  const write = (line: object) => {
    const text = `${JSON.stringify({ at: new Date(clock()).toISOString(), ...line })}\n`
    queue = queue.then(() => appendFile(path, text, { mode: 0o600 })).catch(onError)
  }
  return (line) => {
    if (line.action !== 'denied') return write(line)
    const now = Math.floor(clock() / 60_000)
    if (now !== minute) {
      if (denied > mostDenied) write({ action: 'denied', more: denied - mostDenied })
      minute = now
      denied = 0
    }
    if (++denied <= mostDenied) write(line)
  }
}
