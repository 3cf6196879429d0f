import { KafkaFailure, type KafkaFailureCode } from './kafka-port.ts'

interface Cause {
  message: string
  name: string
  /** What kafkajs calls a protocol error. */
  type?: string
  /** What @platformatic/kafka calls one. */
  apiId?: string
  /** What the broker says itself. */
  serverErrorMessage?: string | null
  code?: string | number
  broker?: string
}

/** What is done with a topic; each takes other ACLs. */
export type TopicAction = keyof typeof topicRights

const topicRights = {
  read: ['read this topic', 'Read and Describe on the topic'],
  produce: ['write to this topic', 'Write and Describe on the topic'],
  create: ['create this topic', 'Create on the topic, or on the cluster'],
  change: ['change this topic', 'AlterConfigs on the topic for its settings, Alter for its partitions'],
  delete: ['delete this topic', 'Delete and Describe on the topic'],
  describe: ['see this topic', 'Describe on the topic, and DescribeConfigs for its settings'],
} as const

const forbiddenTopic = 'TOPIC_AUTHORIZATION_FAILED'

function forbiddenSentence(action: TopicAction): Sentence {
  const [doing, rights] = topicRights[action]
  return ['authorization', `The cluster does not allow this user to ${doing}.`, `Ask for these ACLs: ${rights}.`]
}

type Sentence = [code: KafkaFailureCode, message: string, hint?: string]

/**
 * Turns an error of a Kafka client into a sentence. Clients wrap the real cause, so the whole chain is read. Of several
 * `brokers` it names those that the error is about.
 */
export function explainError(error: unknown, brokers: readonly string[], action?: TopicAction): KafkaFailure {
  if (error instanceof KafkaFailure) return error
  const chain = causes(error)
  const forbidden = action !== undefined && chain.some((cause) => (cause.type ?? cause.apiId) === forbiddenTopic)
  const sentence = forbidden
    ? forbiddenSentence(action)
    : chain.map((cause) => sentenceFor(cause, chain, brokers)).find((found) => found !== undefined)
  const [code, message, hint] = sentence ?? ['refused', `Kafka refused: ${ownWords(chain.at(-1)) ?? String(error)}`]
  return new KafkaFailure(code, capitalised(message), { cause: error, ...(hint && { hint }) })
}

/** The sentence of the broker, or of the client where it has none. */
function ownWords(cause: Cause | undefined): string | undefined {
  return (cause?.serverErrorMessage || cause?.message)?.replace(/\.?$/, '.')
}

function causes(error: unknown): Cause[] {
  const chain: Cause[] = []
  const queue: { error: unknown; broker?: string | undefined }[] = [{ error }]
  for (let next = queue.shift(); next !== undefined && chain.length < 20; next = queue.shift()) {
    if (!(next.error instanceof Error)) continue
    const { cause, errors, originalError, ...rest } = next.error as Error &
      Partial<Cause> & { errors?: unknown[]; originalError?: unknown }
    const { message, name } = next.error
    // What a client says of a connection is said of what went wrong with it as well.
    const broker = rest.broker ?? /^Connection to (\S+:\d+) /.exec(message)?.[1] ?? next.broker
    chain.push({ ...rest, message, name, ...(broker !== undefined && { broker }) })
    queue.push(...[cause, originalError, ...(errors ?? [])].map((inner) => ({ error: inner, broker })))
  }
  return chain
}

function sentenceFor(cause: Cause, chain: readonly Cause[], brokers: readonly string[]): Sentence | undefined {
  return (
    byProtocolError(cause) ?? byNetworkError(cause, placeOf(cause, chain, brokers), brokers) ?? byClientError(cause)
  )
}

/** The brokers that a cause names, or all that may be meant where the client does not say. */
function placeOf({ code }: Cause, chain: readonly Cause[], brokers: readonly string[]): string {
  const named = new Set(chain.filter((one) => one.code === code).flatMap(({ broker }) => broker ?? []))
  if (named.size > 0) return [...named].join(', ')
  return brokers.length > 1 ? `one of ${brokers.join(', ')}` : (brokers[0] ?? 'the broker')
}

/** Names of brokers stay as they are. */
function capitalised(message: string): string {
  return message.replace(/^(one of|the broker) /, (start) => start.charAt(0).toUpperCase() + start.slice(1))
}

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
    ['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'FENCED_INSTANCE_ID'],
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

const sentences = new Map(protocolErrors.flatMap(([types, sentence]) => types.map((type) => [type, sentence] as const)))

function byProtocolError(cause: Cause): Sentence | undefined {
  const { type, apiId, message } = cause
  if ((type ?? apiId) === 'INVALID_CONFIG') {
    return [
      'refused',
      `The broker does not take the settings of the topic: ${ownWords(cause)}`,
      'Correct the entry that it names. The settings of topics differ from those of brokers: the largest batch is max.message.bytes, in bytes.',
    ]
  }
  const known = sentences.get(type ?? apiId ?? '')
  if (known !== undefined) return known
  const isMissing = (/not exist|UNKNOWN_TOPIC/i.test(message) && type !== undefined) || /^Unknown topic/.test(message)
  return isMissing ? ['topic-missing', 'The topic does not exist on this cluster.'] : undefined
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/

function byNetworkError(
  { code, message, broker, name }: Cause,
  where: string,
  brokers: readonly string[],
): Sentence | undefined {
  if (code === 'EHOSTNOTALLOWED') {
    return [
      'host-not-allowed',
      message.replace(/^Connection error: /, ''),
      'Nothing was sent there. Correct advertised.listeners of the brokers, or name the host in `hosts` of the profile.',
    ]
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return [
      'tls',
      `The certificate of ${where} has expired (${code}).`,
      'Renew it on the broker; nothing was sent to it.',
    ]
  }
  if (typeof code === 'string' && certificateCodes.test(code)) {
    return [
      'tls',
      `The certificate of ${where} is not trusted (${code}).`,
      'Set KAFKA_TLS_CAFILEPATH to the PEM file of its authority.',
    ]
  }
  if (/requires TLS/.test(message)) {
    return ['tls', `${where} speaks TLS only.`, 'Set KAFKA_TLS_ENABLED, or use the port of a listener without TLS.']
  }
  if (/before secure TLS connection/.test(message)) {
    return ['tls', `${where} does not speak TLS.`, 'Unset KAFKA_TLS_ENABLED, or use the port of the TLS listener.']
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const isAdvertised = broker !== undefined && !brokers.includes(broker)
    const hint = isAdvertised
      ? 'The cluster advertises a name that this machine cannot resolve: check advertised.listeners.'
      : 'Check the name.'
    return ['unreachable', `The host of ${where} is not known.`, hint]
  }
  if (code === 'ECONNREFUSED')
    return ['unreachable', `Nothing answers at ${where}.`, 'Start the broker, or check host and port.']
  if (code === 'ETIMEDOUT' || name === 'KafkaJSRequestTimeoutError' || /timeout/i.test(message)) {
    return ['no-answer', `${where} does not answer in time.`]
  }
  if (code === 'ECONNRESET' || /Closed connection|connection closed/i.test(message)) {
    return ['unreachable', `${where} closed the connection.`, 'A listener with TLS does this to a client without it.']
  }
  return undefined
}

function byClientError({ name, message }: Cause): Sentence | undefined {
  if (name === 'KafkaJSSASLAuthenticationError' || /SASL .*authentication failed/i.test(message)) {
    return [
      'authentication',
      'The broker refused user or password.',
      'Check user, password and mechanism: `sasl` of the profile, or KAFKA_SASL_… where there is no config file.',
    ]
  }
  // The topic was deleted between two of the client's questions.
  if (name === 'KafkaJSTopicMetadataNotLoaded') return ['topic-missing', 'The topic does not exist on this cluster.']
  if (name === 'KafkaJSNotImplemented') return ['codec', `${message}.`]
  return undefined
}
