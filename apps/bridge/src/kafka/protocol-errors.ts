import type { KafkaFailureCode } from './kafka-port.ts'

export type Sentence = [code: KafkaFailureCode, message: string, hint?: string]

export const forbiddenTopic = 'TOPIC_AUTHORIZATION_FAILED'

type Row = readonly [types: readonly string[], sentence: Sentence]

const hintOfTransactions =
  'Ask for ACLs that allow Write on the transactional id and Read on the group: both kafka-mapping-designer-* with replays, the group and ids that begin with its name with run.'

/** What Kafka calls a fault, and what it means. */
const protocolErrors: readonly Row[] = [
  [
    ['UNKNOWN_TOPIC_OR_PARTITION'],
    ['topic-missing', 'The topic does not exist on this cluster.', 'Create it, or change the topic of the rule.'],
  ],
  [['TOPIC_ALREADY_EXISTS'], ['topic-exists', 'A topic of this name exists already.']],
  [['INVALID_TOPIC_EXCEPTION'], ['record-refused', 'The broker does not accept this topic name.']],
  [
    ['INVALID_TIMESTAMP'],
    [
      'record-refused',
      'The topic does not accept the timestamp of the record: it is too far from the clock of the broker.',
      'Correct the timestamp of the event, or message.timestamp.after.max.ms and before.max.ms of the topic.',
    ],
  ],
  [
    ['INVALID_RECORD'],
    [
      'record-refused',
      'The topic does not accept the record; one with cleanup.policy=compact needs a key.',
      'Compare the record with the settings of the topic.',
    ],
  ],
  [
    ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'],
    [
      'record-too-large',
      'The record is larger than the topic accepts.',
      'Map fewer fields, or raise max.message.bytes of the topic.',
    ],
  ],
  [
    [forbiddenTopic],
    [
      'authorization',
      'The cluster does not allow this user to do that.',
      'Ask for an ACL on the topic: Write and Describe to produce, Read and Describe to read, Create, Alter, AlterConfigs or Delete to change it.',
    ],
  ],
  [
    ['CLUSTER_AUTHORIZATION_FAILED'],
    [
      'authorization',
      'The cluster does not allow this user to do that with the cluster itself.',
      'Ask for an ACL on the cluster: Create for topics, IdempotentWrite for idempotent producers of old brokers.',
    ],
  ],
  [
    ['ILLEGAL_SASL_STATE'],
    [
      'authentication',
      'The listener asks for no login, and the profile has one.',
      'Leave out user and password, or use the port of a listener with SASL.',
    ],
  ],
  [
    ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
    ['authorization', 'The cluster does not allow this user transactions.', hintOfTransactions],
  ],
  [
    ['GROUP_AUTHORIZATION_FAILED'],
    [
      'authorization',
      'The cluster does not allow this user the consumer group that keeps the position.',
      hintOfTransactions,
    ],
  ],
  [
    ['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'FENCED_INSTANCE_ID', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'],
    ['fenced', 'Another process took over this work, or the cluster ended a transaction that took too long.'],
  ],
  [
    ['CONCURRENT_TRANSACTIONS', 'UNSTABLE_OFFSET_COMMIT'],
    ['busy', 'The transaction before this one is still being ended.'],
  ],
  // The first user of groups or transactions waits until the cluster has made the topics that it keeps them in.
  [
    [
      'GROUP_COORDINATOR_NOT_AVAILABLE',
      'GROUP_LOAD_IN_PROGRESS',
      'NOT_COORDINATOR_FOR_GROUP',
      'COORDINATOR_NOT_AVAILABLE',
      'COORDINATOR_LOAD_IN_PROGRESS',
      'NOT_COORDINATOR',
    ],
    ['busy', 'The cluster has no coordinator for transactions yet.', 'Try again in some seconds.'],
  ],
  [
    ['NOT_ENOUGH_REPLICAS'],
    [
      'refused',
      'Too few replicas are in sync, so the broker did not write the record.',
      'Bring back the brokers of its replicas, or lower min.insync.replicas of the topic.',
    ],
  ],
  [
    ['NOT_ENOUGH_REPLICAS_AFTER_APPEND'],
    ['not-acknowledged', 'Too few replicas are in sync; the record may have been written.'],
  ],
  [
    ['KAFKA_STORAGE_ERROR'],
    [
      'refused',
      'The disk of the broker failed, or is full, so the record was not written.',
      'Free space on the broker, or move the partition to another one.',
    ],
  ],
  [
    ['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE', 'FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH'],
    ['busy', 'The partition has no leader at the moment.', 'Wait until the brokers have elected one.'],
  ],
  [
    ['REQUEST_TIMED_OUT'],
    ['not-acknowledged', 'The replicas did not acknowledge the record in time; it may have been written.'],
  ],
  [
    ['UNSUPPORTED_SASL_MECHANISM'],
    [
      'authentication',
      'The broker does not offer this SASL mechanism.',
      'Compare KAFKA_SASL_MECHANISM with the listener.',
    ],
  ],
  [['SASL_AUTHENTICATION_FAILED'], ['authentication', 'The broker refused user or password.']],
  [['OFFSET_OUT_OF_RANGE'], ['not-found', 'There is no record at this offset.']],
]

/** By what a client calls the fault. */
export const sentencesOfProtocol: ReadonlyMap<string, Sentence> = new Map(
  protocolErrors.flatMap(([types, sentence]) => types.map((type) => [type, sentence] as const)),
)
