import { KafkaFailure } from './kafka-port.ts'
import { forbiddenTopic, type Sentence, sentencesOfProtocol } from './protocol-errors.ts'

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

function forbiddenSentence(action: TopicAction): Sentence {
  const [doing, rights] = topicRights[action]
  return ['authorization', `The cluster does not allow this user to ${doing}.`, `Ask for these ACLs: ${rights}.`]
}

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
    const inner = [cause, originalError, ...(errors ?? [])].toSorted(
      (a, b) => Number(isOfRecord(a)) - Number(isOfRecord(b)),
    )
    queue.push(...inner.map((one) => ({ error: one, broker })))
  }
  return chain
}

/** What @platformatic/kafka makes of the words about one record: there may be thousands, and they come before the fault that they belong to. */
const isOfRecord = (error: unknown): boolean => error instanceof Error && 'apiCode' in error && error.apiCode === -1

function sentenceFor(cause: Cause, chain: readonly Cause[], brokers: readonly string[]): Sentence | undefined {
  return (
    byProtocolError(cause, chain) ??
    byNetworkError(cause, placeOf(cause, chain, brokers), brokers) ??
    byClientError(cause)
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

const slowClock: Sentence = [
  'refused',
  'The clock of a broker is behind the clock of this machine: it refused the time of a record as too far ahead.',
  'Set the clocks right; the record is written then.',
]

/** Whether a time that was refused as too far ahead is past by the clock of this machine: then the clocks are at fault, and not the record. */
function isOfSlowClock({ serverErrorMessage }: Cause): boolean {
  const [, time, limit] = /^Timestamp (-?\d+) of .* within \[-?\d+, (-?\d+)\]/.exec(serverErrorMessage ?? '') ?? []
  return Number(time) > Number(limit) && Number(time) <= Date.now()
}

function byProtocolError(cause: Cause, chain: readonly Cause[]): Sentence | undefined {
  const { type, apiId, message } = cause
  if ((type ?? apiId) === 'INVALID_CONFIG') {
    return [
      'refused',
      `The broker does not take the settings of the topic: ${ownWords(cause)}`,
      'Correct the entry that it names. The settings of topics differ from those of brokers: the largest batch is max.message.bytes, in bytes.',
    ]
  }
  if (apiId === 'INVALID_TIMESTAMP' && chain.some(isOfSlowClock)) return slowClock
  const known = sentencesOfProtocol.get(type ?? apiId ?? '')
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
