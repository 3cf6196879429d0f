import type { Outcome } from '@mapping-designer/shared-types'

export type Position =
  | 'source.before'
  | 'source.mapping'
  | 'source.next'
  | 'collector'
  | 'collector.next'
  | 'consent'
  | 'destination.before'
  | 'destination.mapping'
  | 'destination.next'

export type HopVerdict =
  | 'same'
  | 'changed'
  | 'replaced'
  | 'forked'
  | 'lost'
  | 'dropped'
  | 'denied'
  | 'skipped'
  | 'failed'
  | 'not-proven'

/** One part of the way of an event: a step that it entered, or what stood in its way. */
export interface Hop {
  position: Position
  /** The source or the destination whose chain it is. */
  of: string
  /** The transformer, where it is one. */
  step?: string
  /** More than 0 inside the `before` of a step. */
  depth: number
  verdict: HopVerdict
  /** What somebody assumes of the transformer took its place. */
  isAssumed?: true
  /** How many results a fork returned. */
  results?: number
  /** Why it was lost, dropped, skipped or failed, in a few words. */
  why?: string
  /** Copies of the event as it came in and went out, where somebody asked for them. */
  in?: unknown
  out?: unknown
}

/** A branch or a condition of a route that was looked at for an event. */
export interface RouteLook {
  /** The source or the destination whose chain it is. */
  of: string
  position: Position
  part: object
  holds: boolean
  /** What a comparison read, in a few letters; null where nothing is there. */
  read?: string | null
}

/** What walkerOS logs on the way. */
export interface ChainLog {
  level: 'WARN' | 'ERROR'
  scope: string
  message: string
  detail: string
}

/** An end of the way before any destination, for all of them. */
export type EarlyEnd = Exclude<Outcome, { kind: 'message' | 'undeliverable' }>

/** The event depends on a part that cannot be run here. */
export class NotProven extends Error {
  readonly part: string
  constructor(part: string, reason: string) {
    super(reason)
    this.part = part
  }
}
