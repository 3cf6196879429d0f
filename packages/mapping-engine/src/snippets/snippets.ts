import type { CollectorState, JsonObject, JsonValue, KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { headerPairs } from '../record/header-pairs.ts'
import { producerSend } from '../record/producer-send.ts'
import { codePrefix } from '../value/code-function.ts'

/** A preview in the words of a program that can send it. */
export interface SnippetFacts {
  /** The config of the destination; values typed in for `$env` and `$secret` stay out of it, and become `process.env`. */
  config: JsonValue | undefined
  collector: CollectorState
  event: JsonObject
  record: KafkaRecord
  send: SendOptions
}

/** The same destination as an ESM program: `node snippet.ts` with the walkerOS packages and kafkajs beside it. */
export function esmSnippet({ config, collector, event }: SnippetFacts): string {
  const { consent, user, globals, custom } = collector
  const state = Object.entries({ consent, user, globals, custom })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name}: ${source(value as JsonValue, 1)},\n`)
  return `import { startFlow } from '@walkeros/collector'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import kafkajs from 'kafkajs'

const { collector } = await startFlow({
${state.join('')}  destinations: {
    kafka: {
      code: destinationKafka,
      config: ${source(config ?? {}, 3)},
      env: { Kafka: kafkajs },
    },
  },
})

const result = await collector.push(${source(event, 0)})
console.log(JSON.stringify(result))
await collector.command('shutdown')
process.exit(0)
`
}

/** The walkerOS command line on the exported flow file; the event stands in a file of its own. */
export function walkerosSnippet({ event }: SnippetFacts): string {
  return `npx -y @walkeros/cli@4.2.1 push flow.json -e ${shell(JSON.stringify(event))}`
}

/** What the destination hands to kafkajs for this event, and nothing else of walkerOS. */
export function kafkajsSnippet({ config, record, send }: SnippetFacts): string {
  const request = producerSend(record, send) as unknown as JsonValue
  return `import kafkajs from 'kafkajs'

const kafka = new kafkajs.Kafka(${source(connectionOf(config), 0)})
const producer = kafka.producer()
await producer.connect()
console.log(await producer.send(${source(request, 0)}))
await producer.disconnect()
`
}

/** The record by kcat, with the partitioner of Java and kafkajs. kcat sets no timestamp: the broker's clock counts. */
export function kcatSnippet({ config, record }: SnippetFacts): string {
  const { brokers } = connectionOf(config) as { brokers?: string[] }
  const headers = headerPairs(record.headers).flatMap(([name, value]) => ['-H', shell(`${name}=${value}`)])
  const words = [
    'kcat',
    '-P',
    '-b',
    shell((brokers ?? []).join(',')),
    '-t',
    shell(record.topic),
    '-X',
    'topic.partitioner=murmur2',
  ]
  // The key is told from the value by a character that neither can hold as JSON.
  return `printf '%s\\037%s' ${shell(record.key)} ${shell(record.value)} | ${[...words, '-K', shell('\u001f'), '-D', shell('\u001e'), ...headers].join(' ')}\n`
}

export interface CurlFacts {
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
export function curlSnippet({ url, ...body }: CurlFacts): string {
  const { event, ...rest } = body
  const request = JSON.stringify({ ...rest, events: [event], verify: true })
  return `curl -sS ${shell(url)} -H "Authorization: Bearer $KAFKA_MAPPING_DESIGNER_TOKEN" -H 'Content-Type: application/json' --data-binary ${shell(request)}\n`
}

function connectionOf(config: JsonValue | undefined): JsonValue {
  const kafka = memberOf(config, 'settings', 'kafka')
  const { brokers, ssl, sasl } = (isPlainObject(kafka) ? kafka : {}) as JsonObject
  const named: JsonObject = { clientId: 'walkeros', brokers: brokers ?? [] }
  if (ssl !== undefined) named['ssl'] = ssl
  if (sasl !== undefined) named['sasl'] = sasl
  return named
}

/** JSON as source, with functions as the functions that they are. */
function source(value: JsonValue, depth: number): string {
  if (typeof value === 'string' && value.startsWith(codePrefix)) return value.slice(codePrefix.length)
  const reference = typeof value === 'string' ? /^\$(?:env|secret)\.(\w+)$/.exec(value) : null
  if (reference) return `process.env[${JSON.stringify(reference[1])}]`
  const indent = '  '.repeat(depth)
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => `${indent}  ${source(item, depth + 1)},\n`).join('')}${indent}]`
  }
  if (!isPlainObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  // A plain __proto__ would set the prototype.
  const lines = entries.map(([name, item]) => {
    const key = name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
    return `${indent}  ${key}: ${source(item as JsonValue, depth + 1)},\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
