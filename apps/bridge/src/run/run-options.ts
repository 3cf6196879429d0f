import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { EventRunner } from '../code/event-runner.ts'
import type { Gate } from '../deliver/admit.ts'
import type { RateLimit } from '../deliver/rate.ts'
import type { Policy } from './begin-partition.ts'
import type { BegunNote } from './begun-note.ts'

/** What a worker maps, where to, and by which rules. */
export interface RunOptions extends Gate, Policy {
  rate: RateLimit
  destination: FlowDestination
  runner: EventRunner
  note: BegunNote
  /** Topic with events as JSON. */
  from: string
  /** Consumer group that shares the partitions between workers. */
  group: string
  /** Topic for what makes no record by fault, with the reason in its headers. */
  deadLetter: string
  /** Whether an event goes to the dead letters that JSON does not hold as it is written. */
  exact?: boolean | undefined
  /** Called with what has just been written. */
  onWritten(change: Readonly<RunCounts>): void
  /** Called with a fault after which the worker tries again, and with what somebody has to know. */
  onTrouble(sentence: string): void
}

export interface RunCounts {
  read: number
  produced: number
  skipped: number
  deadLettered: number
  /** Events with numbers that were rounded, or keys that were dropped, when they were read as JSON. */
  inexact: number
}
