import type { CollectorState, JsonObject, JsonValue, KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { headerPairs } from '../record/header-pairs.ts'
import { kafkaSettingsOf } from '../record/kafka-settings.ts'
import { producerSend } from '../record/producer-send.ts'
import { codePrefix } from '../value/code-function.ts'

/**
 * A preview in the words of a program that can send it. Only the config and the collector of the flow file may become
 * source code, as in a walkerOS bundle: an event comes from anybody and stays data.
 */
export interface SnippetInput {
  /** The config of the destination; values typed in for `$env` and `$secret` stay out of it, and become `process.env`. */
  config: JsonValue | undefined
  collector: CollectorState
  event: JsonObject
  record: KafkaRecord
  send: SendOptions
}

/** The same destination as an ESM program: `node snippet.ts` with the walkerOS packages and kafkajs beside it. */
export function esmSnippet({ config, collector, event }: SnippetInput): string {
  const { consent, user, globals, custom } = collector
  const state = Object.entries({ consent, user, globals, custom })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name}: ${literal(value, 1, asCode)},\n`)
  return `import { startFlow } from '@walkeros/collector'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import kafkajs from 'kafkajs'

const { collector } = await startFlow({
${state.join('')}  destinations: {
    kafka: {
      code: destinationKafka,
      config: ${literal(config ?? {}, 3, asCode)},
      env: { Kafka: kafkajs },
    },
  },
})

const result = await collector.push(${literal(event, 0, asText)})
console.log(JSON.stringify(result))
await collector.command('shutdown')
process.exit(0)
`
}

/** The walkerOS command line on the exported flow file; the event stands in a file of its own. */
export function walkerosSnippet({ event }: SnippetInput): string {
  return `npx -y @walkeros/cli@4.2.1 push flow.json -e ${shell(JSON.stringify(event))}`
}

/** What the destination hands to kafkajs for this event, and nothing else of walkerOS. */
export function kafkajsSnippet({ config, record, send }: SnippetInput): string {
  return `import kafkajs from 'kafkajs'

const kafka = new kafkajs.Kafka(${literal(connectionOf(config), 0, asCode)})
const producer = kafka.producer()
await producer.connect()
console.log(await producer.send(${literal(producerSend(record, send), 0, asText)}))
await producer.disconnect()
`
}

// Neither stands in JSON, so that a mapped value never contains one.
const keyEnd = '\u001f'
const recordEnd = '\u001e'

/** Why kcat cannot send a record as it is, in one sentence, or null. */
export function kcatRefusal({ key, value, headers }: KafkaRecord, config?: JsonValue): string | null {
  const mechanism = memberOf(connectionOf(config)['sasl'], 'mechanism')
  if (mechanism !== undefined && !kcatLogins.test(String(mechanism))) {
    return `kcat cannot log in by ${mechanism} on its own: it would need the token of another program.`
  }
  const pairs = headerPairs(headers)
  const name = pairs.map(([header]) => header).find((header) => header === '' || header.includes('='))
  if (name !== undefined) return `kcat cannot send the header "${name}": a name must not be empty or contain "=".`
  if ([keyEnd, recordEnd].some((end) => (key + value).includes(end))) {
    return 'kcat cannot send this record: key or value contains U+001E or U+001F, which tell records and keys apart.'
  }
  if ([key, value, ...pairs.flat()].some((text) => text.includes('\0'))) {
    return 'kcat cannot send this record: it contains U+0000, which no argument of a command can contain.'
  }
  return null
}

const kcatLogins = /^(?:plain|scram-sha-(?:256|512))$/i

/**
 * The record by kcat, with the partitioner of Java and kafkajs, and the TLS and login of the destination: references and the password are
 * variables of the shell. kcat sets no timestamp: the broker's clock counts. Ask kcatRefusal first.
 */
export function kcatSnippet({ config, record }: SnippetInput): string {
  const { brokers, ssl, sasl } = connectionOf(config)
  const headers = headerPairs(record.headers).flatMap(([name, value]) => ['-H', shell(`${name}=${value}`)])
  const properties = { 'topic.partitioner': 'murmur2', ...kcatConnection(ssl, sasl) }
  const words = [
    ...['kcat', '-P', '-b', shellText(Array.isArray(brokers) ? brokers.join(',') : '')],
    ...['-t', shell(record.topic)],
    ...Object.entries(properties).flatMap(([name, value]) =>
      value === undefined ? [] : ['-X', `${name}=${shellText(String(value))}`],
    ),
  ]
  return `printf '%s\\037%s' ${shell(record.key)} ${shell(record.value)} | ${[...words, '-K', shell(keyEnd), '-D', shell(recordEnd), ...headers].join(' ')}\n`
}

/** TLS and login in the words of librdkafka. */
function kcatConnection(ssl: unknown, sasl: unknown): Record<string, unknown> {
  const protocol = [...(isPlainObject(sasl) ? ['SASL'] : []), ...(ssl ? ['SSL'] : [])]
  if (protocol.length === 0) return {}
  const pem = (name: string) => {
    const found = memberOf(ssl, name)
    return Array.isArray(found) ? found.join('\n') : found
  }
  return {
    'security.protocol': protocol.length === 1 && protocol[0] === 'SASL' ? 'SASL_PLAINTEXT' : protocol.join('_'),
    'ssl.ca.pem': pem('ca'),
    'ssl.certificate.pem': pem('cert'),
    'ssl.key.pem': pem('key'),
    'enable.ssl.certificate.verification': memberOf(ssl, 'rejectUnauthorized') === false ? 'false' : undefined,
    ...(isPlainObject(sasl) && {
      'sasl.mechanisms': String(sasl['mechanism']).toUpperCase(),
      'sasl.username': sasl['username'],
      'sasl.password': reference.test(String(sasl['password'])) ? sasl['password'] : '$env.KAFKA_SASL_PASSWORD',
    }),
  }
}

const reference = /\$(?:env|secret)\.([A-Za-z_]\w*)(?::([^"}\s,]*))?/

/** A text of the config as one word of a shell, in which references are variables. */
function shellText(text: string): string {
  const found = reference.exec(text)
  if (found === null) return text === '' ? "''" : shell(text)
  const [whole, name = '', fallback] = found
  const variable = `"\${${name}${fallback === undefined ? '' : `:-${fallback.replaceAll(/[\\`$]/g, '\\$&')}`}}"`
  const [before, after] = [text.slice(0, found.index), text.slice(found.index + whole.length)]
  return `${before === '' ? '' : shell(before)}${variable}${after === '' ? '' : shellText(after)}`
}

export interface CurlInput {
  /** Where the bridge takes records, such as `http://127.0.0.1:8080/api/produce`. */
  url: string
  profile: string
  flow: string
  flowName: string
  destination: string
  event: JsonObject
  /** ms since 1970: events without a timestamp are dated so. */
  now: number
}

/** The request that makes the bridge map and produce this event; its token comes from the environment. */
export function curlSnippet({ url, ...body }: CurlInput): string {
  const { event, ...rest } = body
  const request = JSON.stringify({ ...rest, events: [event], verify: true })
  return `curl -sS ${shell(url)} -H "Authorization: Bearer $KAFKA_MAPPING_DESIGNER_TOKEN" -H 'Content-Type: application/json' --data-binary ${shell(request)}\n`
}

function connectionOf(config: JsonValue | undefined): Record<string, unknown> {
  const { brokers = [], ssl, sasl } = kafkaSettingsOf(config)
  return { clientId: 'walkeros', brokers, ...(ssl !== undefined && { ssl }), ...(sasl !== undefined && { sasl }) }
}

/** How a text stands in a program. */
type WriteText = (text: string) => string

/** A text of an event or a record is a text, whatever it looks like. */
const asText: WriteText = (text) => JSON.stringify(text)

/** A text of the config may be a function or a reference to the environment. */
const asCode: WriteText = (text) => {
  const reference = /^\$(?:env|secret)\.(\w+)$/.exec(text)?.[1]
  if (reference !== undefined) return `process.env[${JSON.stringify(reference)}]`
  if (!text.startsWith(codePrefix)) return asText(text)
  const code = text.slice(codePrefix.length)
  // A comment at the end of a function would take the comma with it.
  return /\/\/|<!--|-->/.test(code) ? `${code}\n` : code
}

/** JSON as source code. */
function literal(value: unknown, depth: number, writeText: WriteText): string {
  if (typeof value === 'string') return writeText(value)
  const indent = '  '.repeat(depth)
  const write = (item: unknown) => literal(item, depth + 1, writeText)
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => `${indent}  ${write(item)},\n`).join('')}${indent}]`
  }
  if (!isPlainObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  // A plain __proto__ would set the prototype.
  const lines = entries.map(([name, item]) => {
    const key = name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
    return `${indent}  ${key}: ${write(item)},\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
