import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { EventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import type { Gate, RefusalCode } from '../deliver/admit.ts'
import type { RateLimit } from '../deliver/rate.ts'
import type { Share } from '../kafka/shared-transactions.ts'
import type { Member } from '../kafka/stable-positions.ts'
import type { EventReader } from '../reading/event-reader.ts'
import type { Policy } from './begin-partition.ts'
import type { BegunNote } from './begun-note.ts'

/** What a worker maps, where to, and by which rules; plain data, of which each thread gets a copy. */
export interface RunPlan extends Policy {
  profile: Profile
  destination: FlowDestination
  /** Topic with events as JSON. */
  from: string
  /** Consumer group that shares the partitions between workers. */
  group: string
  /** Topic for what makes no record by fault, with the reason in its headers. */
  deadLetter: string
  /** Whether an event goes to the dead letters that JSON does not hold as it is written. */
  exact?: boolean | undefined
  /** Folder of the notes about the partitions that are begun. */
  notes: string
}

/** Where a worker says what it does. */
export interface RunReport {
  /** Called with what has just been written. */
  onWritten(change: Readonly<Written>): void
  /** Called with a fault after which the worker tries again, and with what somebody has to know. */
  onTrouble(sentence: string): void
}

/** A plan at work. */
export interface RunOptions extends RunPlan, RunReport, Gate {
  rate: RateLimit
  runner: EventRunner
  reader: EventReader
  note: BegunNote
  /** Writes for a partition, in a transaction with what others of this thread write. */
  write: (share: Share) => Promise<void>
}

/** A partition of the input; `isAdded` where it came while the worker was running. */
export interface InputPartition {
  partition: number
  isAdded: boolean
  /** The membership with which the worker has it. */
  member: Member
}

/** Maps a partition until the signal; never rejects. */
export type MapPartition = (input: InputPartition, signal: AbortSignal) => Promise<void>

/** Why events go to the dead letters, in a word for each kind of cause. */
export type DeadLetterCause = RefusalCode | 'unreadable' | 'input-topic' | 'refused-by-topic'

/** What a transaction has written. */
export interface Written extends RunCounts {
  partition: number
  /** Events in the log behind it, when they were fetched. */
  lag: number
  /** ms from the time of its oldest event to its commit */
  age: number
  deadLetters: Partial<Record<DeadLetterCause, number>>
}

export interface RunCounts {
  read: number
  produced: number
  skipped: number
  deadLettered: number
  /** Events with numbers that were rounded, or keys that were dropped, when they were read as JSON. */
  inexact: number
}
