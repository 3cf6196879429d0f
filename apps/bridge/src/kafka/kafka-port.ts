import type {
  BrowsedRecord,
  ConnectionReport,
  KafkaRecord,
  SendOptions,
  StoredRecord,
  TopicChange,
  TopicDetail,
  TopicSummary,
} from '@mapping-designer/shared-types'

/** Where to begin in each partition. Offsets and times are whole numbers; times are ms since 1970. */
export type ReadFrom = { kind: 'latest' | 'earliest' } | { kind: 'offset' | 'time'; at: bigint }

/** What the bridge needs from a Kafka cluster. Every call ends within its own deadline and rejects with KafkaFailure. */
export interface KafkaPort {
  listTopics(): Promise<TopicSummary[]>
  /** Rejects with `topic-exists` where there is one of that name; `validateOnly` asks the brokers without creating. */
  createTopic(
    topic: string,
    settings: {
      partitions: number
      replicationFactor?: number
      config?: Record<string, string>
      validateOnly?: boolean
    },
  ): Promise<void>
  /** Adds partitions and sets settings, all others stay; `validateOnly` asks the brokers without changing. */
  changeTopic(topic: string, change: TopicChange & { validateOnly?: boolean }): Promise<void>
  deleteTopic(topic: string): Promise<void>
  describeTopic(topic: string): Promise<TopicDetail>
  /** How far a client comes on its way to each broker; never rejects. */
  testConnection(): Promise<ConnectionReport>
  /** Records of a topic in the order of their times, or of one partition in the order of its log. */
  browse(
    topic: string,
    query: { from: ReadFrom; partition?: number | undefined; limit: number },
  ): Promise<BrowsedRecord[]>
  /** Records that are written from now on, until the signal. */
  follow(topic: string, signal: AbortSignal): AsyncIterable<BrowsedRecord[]>
  /** Partitions of a topic; rejects with `topic-missing`. */
  partitionsOf(topic: string): Promise<number>
  /**
   * Sends one record as walkerOS would and answers where it was written. Where the answer of the broker gets lost, the
   * record is looked for in the log; rejects with `lost-answer` where nobody can know whether it was written.
   */
  send(record: KafkaRecord, options: SendOptions): Promise<{ partition: number; offset: string }>
  /** Reads one record at its place. */
  read(topic: string, partition: number, offset: string): Promise<StoredRecord>
  close(): Promise<void>
}

export type KafkaFailureCode =
  | 'unreachable'
  | 'host-not-allowed'
  | 'tls'
  | 'authentication'
  | 'authorization'
  | 'topic-missing'
  | 'topic-exists'
  | 'record-too-large'
  | 'record-refused'
  | 'batch-too-large'
  | 'not-acknowledged'
  | 'no-answer'
  | 'lost-answer'
  | 'codec'
  | 'not-found'
  | 'fenced'
  | 'busy'
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

/** Why a record was not written to a topic, in a sentence with the fix. */
export function reasonOfWrite({ code, message, hint }: KafkaFailure, topic: string): string {
  switch (code) {
    case 'topic-missing':
      return `The topic ${topic} does not exist.`
    case 'authorization':
      return `The cluster does not allow this user to write to ${topic}; that takes ACLs for Describe and Write.`
    default:
      return hint === undefined ? message : `${message} ${hint}`
  }
}
