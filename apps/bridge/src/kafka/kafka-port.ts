import type { KafkaRecord, SendOptions, StoredRecord, TopicSummary } from '@mapping-designer/shared-types'

/** What the bridge needs from a Kafka cluster. Every call ends within its own deadline and rejects with KafkaFailure. */
export interface KafkaPort {
  listTopics(): Promise<TopicSummary[]>
  /** Rejects with `topic-exists` where there is one of that name. */
  createTopic(topic: string, partitions: number): Promise<void>
  /** Partitions of a topic; rejects with `topic-missing`. */
  partitionsOf(topic: string): Promise<number>
  /** Sends one record as walkerOS would and answers where it was written. */
  send(
    record: KafkaRecord,
    options: SendOptions & { isIdempotent?: boolean },
  ): Promise<{ partition: number; offset: string }>
  /** Reads one record at its place. */
  read(topic: string, partition: number, offset: string): Promise<StoredRecord>
  close(): Promise<void>
}

export type KafkaFailureCode =
  | 'unreachable'
  | 'tls'
  | 'authentication'
  | 'authorization'
  | 'topic-missing'
  | 'topic-exists'
  | 'record-too-large'
  | 'not-acknowledged'
  | 'no-answer'
  | 'codec'
  | 'not-found'
  | 'refused'

/** Why Kafka did not do what it was asked, in one sentence; the hint says what to try. */
export class KafkaFailure extends Error {
  readonly code: KafkaFailureCode
  readonly hint: string | undefined
  constructor(code: KafkaFailureCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
