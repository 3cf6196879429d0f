import type { Place } from '@mapping-designer/shared-types'
import type { FieldNote } from '../value/frame.ts'

export type RuleTrial = 'matched' | 'condition-false' | 'not-reached' | 'missing'

export interface TriedRule {
  /** Such as `order.complete[0]`. */
  name: string
  place: Place
  result: RuleTrial
}

export type TopicOrigin = 'rule' | 'settings'
export type KeyOrigin = 'rule' | 'settings' | 'fallback'
export type ValueOrigin = 'data' | 'full-event'

/** One step of the way from event to record, in the order in which walkerOS takes them. */
export type Step =
  | { kind: 'completed'; filled: string[]; dropped: string[] }
  | { kind: 'consent'; required: string[]; granted: string[]; isDenied: boolean }
  | { kind: 'policy'; place: Place; writes: { path: string; value: unknown }[] }
  | { kind: 'rules'; tried: TriedRule[]; rule: string | null; place: Place | null }
  | { kind: 'renamed'; from: unknown; to: unknown; place: Place }
  | {
      kind: 'data'
      place: Place | null
      /** The event that the data was mapped from: completed, after policy and rename. */
      event: Record<string, unknown>
      /** Where each part of the data came from, and what is missing and why, in the order of evaluation. */
      fields: FieldNote[]
      value: unknown
      include: string[]
      removed: string[]
    }
  | {
      kind: 'record'
      topic: { origin: TopicOrigin; place: Place }
      key: { origin: KeyOrigin; place: Place | null; path: string | null; found: unknown }
      value: { origin: ValueOrigin }
      timestamp: { origin: 'event' | 'now' }
    }

/** Writes steps down, or nothing on the fast path. */
export type Trace = Step[] | null
