// What people reported in public about this kind of tool, tried on the parts that read and check it; clusters are in the Kafka tests.
import {
  adaptSamples,
  compileDestination,
  partitionForKey,
  readFlow,
  readFrame,
  readSamples,
  withPackedSize,
} from '@mapping-designer/mapping-engine'
import { importText } from '@mapping-designer/mapping-engine/import'
import { aConfig, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonObject } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { profileFromEnvironment } from './config/environment.ts'
import { readForeignConfig, writeConfigFile } from './config/foreign-config.ts'
import { decodeText } from './files/decode-text.ts'
import { packedSize } from './kafka/packed-size.ts'

const now = 1_700_000_000_000

/** Names of the events in a text, or the first sentence about what is none. */
async function events(text: string): Promise<string[]> {
  const { events: found, errors, losses } = adaptSamples(await readSamples(text))
  return [...found.map(({ event }) => String(event['name'])), ...[...errors, ...losses].map(({ message }) => message)]
}

/** Codes of the problems of a setting and of an event that goes through it, but those about the small config around it. */
function problems(settings: JsonObject, rest: JsonObject = {}, event = anEvent({ timestamp: now })): string[] {
  const plan = compileDestination(aConfig({ mapping: { order: { complete: { data: 'data' } } }, ...rest }, settings), {
    now,
  })
  const explanation = withPackedSize(plan.explain(event), packedSize)
  const codes = [...plan.problems, ...explanation.problems].map(({ code }) => code)
  return [...new Set(codes.filter((code) => !around.includes(code)))]
}
const around = ['code-not-run', 'key-missing', 'key-fallback', 'full-event-fallback']

/** Brokers and topic of the Kafka destination that a text comes to. */
async function destination(text: string): Promise<unknown> {
  const imported = await importText(text)
  const reading = readFlow('text' in imported ? (imported.text ?? '') : '')
  const config = reading.isReadable ? reading.destinations[0]?.config : undefined
  return (config as { settings?: { kafka?: unknown } } | undefined)?.settings?.kafka
}

const kafka = { brokers: ['b:9092'], topic: 't' }
const step = `{ code: destinationKafka, config: { settings: { kafka: { brokers: ['b:9092'], topic: 't' } } } }`

describe('events that come in', () => {
  it.each([
    ['1', '{\n "name": "a b",\n "nested": [\n {"entity":"product"}\n ]\n}\n{\n "name": "c d"\n}', ['a b', 'c d']],
    ['3', "elb('walker consent', { m: true })\nelb('a b')", ['a b']],
    ['4', "function elb() { (window.elbLayer = window.elbLayer || []).push(arguments); }\nelb('a b');", ['a b']],
    ['5', "elb('a b');\nelb('c d', { id: product.id });", ['a b', expect.stringMatching(/^Line 2: `product.id`/)]],
    ['6', '{"event":"order complete","data":{"id":"1"}}', ['order complete']],
    [
      '7',
      '{"events":[{"name":"a b"}]}\n{"batch":[{"name":"c d"}]}\n{"Records":[{"name":"e f"}]}',
      ['a b', 'c d', 'e f'],
    ],
    ['8', '{"type":"track","event":"Order Completed","userId":"u","properties":{}}', ['order complete']],
    [
      '11',
      '{"name":"a b","data":{"id":820982911946154508}}',
      ['a b', expect.stringMatching(/^Line 1, column 28: `8209/)],
    ],
    ['20', '{"topic":"t","partition":0,"offset":1,"key":null,"payload":"{\\"name\\":\\"a b\\"}"}', ['a b']],
    ['21 fence', 'Here:\n```json\n{"name":"a b"}\n```', ['a b']],
    ['21 curly quotes', '{“name”: “a b”}', [expect.stringMatching(/curly quotes/)]],
    ['21 log', '2024-01-01 INFO {"name":"a b"}', ['a b']],
    ['21 blank without width', '\u200b{"name":"a b"}', ['a b']],
    ['21 curl', `curl https://a.test -d '{"name":"a b"}'`, ['a b']],
    ['21 text in JSON', JSON.stringify('{"name":"a b"}'), ['a b']],
    ['21 HAR', '{"log":{"entries":[{"request":{"postData":{"text":"{\\"name\\":\\"a b\\"}"}}}]}}', ['a b']],
    ['22', '\uFEFF{"name":\u00a0"a b"}\r\n{"name":"c d"}\r\n', ['a b', 'c d']],
    ['23', '{"name":"a b"}\n{"name":\n{"name":"c d"}', ['a b', 'c d', expect.stringMatching(/^Line 2/)]],
  ])('report %s', async (_report, text, found) => {
    expect((await events(text)).toSorted()).toEqual(found.toSorted())
  })

  it('report 19: bytes that are no UTF-8 are named with their line', () => {
    expect(decodeText(Buffer.from('{"name":"a b"}\n{"city":"M\xfcnchen"}', 'latin1'))).toEqual({
      fault: 'Line 2 is not UTF-8 text; save it as UTF-8.',
    })
  })

  it('report 31: a framed value is read', () => {
    expect(readFrame({ text: '\0\0\0\0\x05{"name":"a b"}' })).toMatchObject({ schemaId: 5, json: '{"name":"a b"}' })
  })

  it('report 35: keys go where Kafka puts them', () => {
    expect([partitionForKey('日本語', 4), partitionForKey('page_view', 3), partitionForKey('', 3)]).toEqual([2, 2, 0])
  })
})

describe('settings', () => {
  const noise = {
    name: 'order complete',
    timestamp: now,
    data: { t: Array.from({ length: 120_000 }, (_, n) => Math.sin(n)).join() },
  }
  it.each<[string, string[], JsonObject, JsonObject?, JsonObject?]>([
    ['33', [], { compression: 'gzip' }, {}, anEvent({ timestamp: now, data: { t: 'x'.repeat(1_500_000) } })],
    ['33 too large', ['compression-codec', 'record-size'], { compression: 'lz4' }, {}, noise],
    ['34', ['timestamp-in-future'], {}, {}, anEvent({ timestamp: now + 2 * 86_400_000 })],
    ['34 microseconds', ['timestamp-in-microseconds'], {}, {}, anEvent({ timestamp: 1_717_420_800_000_000 })],
    ['36', ['topic-illegal', 'undeliverable'], { topic: 'a/b' }],
    ['36 internal', ['topic-internal'], { topic: '__consumer_offsets' }],
    ['45', ['setting-function'], { topic: "$code:(e)=>'orders'" }],
    ['47', ['setting-function'], { key: '$code:(e)=>e.data.id' }],
    ['48', ['topic-like-path'], { topic: 'data.topic' }],
    ['49', ['sasl-mechanism'], { ssl: true, sasl: { mechanism: 'AWS_MSK_IAM' } }],
    ['51', ['broker-form'], { brokers: ['SASL_SSL://a:9092'] }],
    ['51 list', ['broker-form'], { brokers: ['a:9092,b:9092'] }],
    ['53', ['sasl-without-tls'], { sasl: { mechanism: 'plain' } }],
    ['53 certificate', ['tls-unverified'], { ssl: { rejectUnauthorized: false } }],
    ['54', ['invalid-config', 'undeliverable'], { acks: 'all' }],
    ['55', ['setup-refused'], {}, { setup: true }],
    ['58', ['unknown-setting'], { authenticationTimeout: 5, partition: 1 }],
  ])('report %s', (_report, codes, settings, rest = {}, event = undefined) => {
    expect(problems(settings, rest, event).toSorted()).toEqual(codes)
  })
})

describe('flows and code', () => {
  it.each([
    [
      '39',
      '{"destinations":{"kafka":{"package":"@walkeros/server-destination-kafka","config":{"settings":{"kafka":{"brokers":["b:9092"],"topic":"t"}}}}}}',
    ],
    ['41', `const { elb } = await startFlow({ destinations: { kafka: ${step} } })`],
    [
      '43',
      `"destinations": {"kafka":{"package":"@walkeros/server-destination-kafka","config":{"settings":{"kafka":{"brokers":["b:9092"],"topic":"t"}}}}}`,
    ],
    ['43 README', '{"kafka":{"brokers":["b:9092"],"topic":"t"}}'],
    ['43 two objects', `// ours\nconst a = { b: 1 };\nexport default ${step.replace(/.*config: (.*) }$/, '$1')};`],
  ])('report %s', async (_report, text) => {
    expect(await destination(text)).toEqual(kafka)
  })
})

describe('configurations of clusters', () => {
  it.each([
    [
      '60',
      'a.properties',
      'bootstrap.servers=a:9092\n# note\nsecurity.protocol=SASL_SSL\nsasl.mechanisms=PLAIN\nsasl.username=u\nsasl.password=hunter2',
    ],
    [
      '61 Spring',
      'application.yml',
      'spring:\n  kafka:\n    bootstrap-servers: a:9092\n    properties:\n      sasl.mechanism: PLAIN\n      security.protocol: SASL_SSL\n      sasl.jaas.config: org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="hunter2";',
    ],
    [
      '61 AKHQ',
      'akhq.yml',
      'akhq:\n  connections:\n    shop:\n      properties:\n        bootstrap.servers: a:9092\n        security.protocol: SASL_SSL\n        sasl.mechanism: PLAIN\n        sasl.jaas.config: org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="hunter2";',
    ],
  ])('report %s: is recognised, and no secret is written', (_report, name, text) => {
    const foreign = readForeignConfig(text, name)
    const written = foreign === undefined ? '' : writeConfigFile(foreign, name)
    expect(written).toContain('a:9092')
    expect(written).toContain('$env.')
    expect(written).not.toContain('hunter2')
  })

  it.each(['SASL_SSL://a:9092', 'a;b', 'a:99999'])('report 65: KAFKA_BROKERS=%s is refused at the start', (brokers) => {
    expect(() => profileFromEnvironment({ KAFKA_BROKERS: brokers })).toThrow('KAFKA_BROKERS')
  })
})
