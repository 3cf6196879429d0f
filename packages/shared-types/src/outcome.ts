import type { Place } from './json.ts'
import type { KafkaRecord, SendOptions } from './kafka-record.ts'

export type IgnoreReason = 'rule' | 'mock' | 'disabled'
export type FailReason =
  | 'invalid-event'
  | 'invalid-name'
  | 'reference'
  | 'flow-refused'
  | 'destination-init'
  | 'condition-threw'
  | 'mapping-threw'
  | 'key-threw'
  | 'code-not-run'
  | 'code-syntax'
  | 'code-unavailable'
  | 'code-timeout'
  | 'code-memory'
  | 'record-size'

/** What is said of every outcome of a whole flow. */
interface OfWholeFlow {
  /** Of each copy, where an event comes to several; the outcome itself is the one that counts most. */
  copies?: readonly Outcome[]
  /** Transformers that were not run: what the person assumes of them took their place. It must never be sent. */
  assumed?: readonly string[]
}

/** What becomes of one event. `rule` names the rule, such as `order.complete[0]`, or null where none matched. */
export type Outcome = OfWholeFlow &
  (
    | { kind: 'message'; record: KafkaRecord; send: SendOptions; rule: string | null }
    | { kind: 'undeliverable'; record: KafkaRecord; send: SendOptions; rule: string | null; reason: string }
    | { kind: 'ignored'; reason: IgnoreReason; rule: string | null }
    | { kind: 'denied'; required: string[]; rule: null }
    /** Ended on the way to the destination, by a step of the flow. */
    | { kind: 'dropped'; step: string; reason: string; rule: null }
    /** Held back until the collector runs. */
    | { kind: 'queued'; rule: null }
    /** It depends on a part that cannot be run here. */
    | { kind: 'not-proven'; part: string; reason: string; place?: Place; rule: null }
    | { kind: 'failed'; reason: FailReason; detail: string; rule: string | null; place?: Place }
  )
