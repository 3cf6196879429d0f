import { readFileSync } from 'node:fs'
import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { compileDestination } from '../compile-destination.ts'
import type { CompileOptions } from '../destination-plan.ts'
import { problemsReference } from '../docs/problems-reference.ts'
import { readFlow } from '../flow/read-flow.ts'
import { planDestination } from '../preview.ts'
import { aConfig, aFlow, anEvent } from '../testing/builders.ts'
import { allChecks, checkSamples, withPackedSize } from './all-checks.ts'
import { checkText } from './text/text-checks.ts'

const now = 1_700_000_200_000
const clean: JsonObject = { data: { map: { id: 'data.id' } } }
const rule = (changes: JsonObject) => ({ mapping: { order: { complete: { ...clean, ...changes } } } })
const data = (value: JsonValue) => rule({ data: value })
const field = (value: JsonValue) => data({ map: { id: 'data.id', out: value } })
const sound = aConfig(rule({}), { key: 'data.id' })

const pinned: JsonObject = { bundle: { packages: { '@walkeros/collector': { version: '4.2.1' } } } }

interface Case {
  code: string
  config?: unknown
  event?: JsonObject
  events?: JsonObject[]
  options?: CompileOptions
  cause: string
  /** Other codes that the case shows as well; all others stay silent about it. */
  also?: string[]
}

function problemsOf({ config = sound, event = anEvent(), events = [event], options = {} }: Partial<Case>) {
  const plan = compileDestination(config, { now, ...options })
  const explained = events.map((one) => ({ event: one, ...plan.explain(one) }))
  const ofSamples = checkSamples({ config, runs: explained.map((run) => ({ ...run, config, now })) })
  return [...plan.problems, ...explained.flatMap(({ problems }) => problems), ...ofSamples]
}

it.each([
  { packed: 5_000, codes: [] },
  { packed: 1_000_000, codes: ['record-size-near'] },
  { packed: 1_048_528, codes: ['record-size'] },
  { packed: undefined, codes: ['record-size-near'] },
])('looks at what the codec makes of a large record: $packed bytes', ({ packed, codes }) => {
  const event = anEvent({ data: { id: 'A', note: 'x'.repeat(1_500_000) } })
  const plan = compileDestination(aConfig(field('data.note'), { key: 'data.id' }), { now })
  const { problems } = withPackedSize(plan.explain(event), () => packed)
  expect(problems.map(({ code }) => code)).toEqual(codes)
})

it('is silent about a sound config', () => {
  expect(problemsOf({})).toEqual([])
})

it.each(['shop', 'consent'])('is silent about the %s example', (name) => {
  const text = readFileSync(new URL(`../../../../examples/${name}/flow.json`, import.meta.url), 'utf8')
  const events = readFileSync(new URL(`../../../../examples/${name}/events.ndjson`, import.meta.url), 'utf8')
  const reading = readFlow(text)
  const [destination] = reading.isReadable ? reading.destinations : []
  if (destination === undefined) throw new Error('no destination')
  const { plan } = planDestination(destination, { now: 1_789_500_000_000 })
  const runs = events
    .trim()
    .split('\n')
    .map((line) => ({ event: JSON.parse(line), ...plan.explain(JSON.parse(line)) }))
  const ofSamples = checkSamples({
    config: destination.config,
    runs: runs.map((run) => ({ ...run, config: destination.config, now })),
  })
  expect([...plan.problems, ...runs.flatMap(({ problems }) => problems), ...ofSamples]).toEqual([])
})

const quickjs = await loadSandbox()
const sandbox = createCodeRunner(quickjs, { now, collector: {}, limits: { callTime: 60_000 } })
const hasty = createCodeRunner(quickjs, { now, collector: {}, limits: { callTime: 100 } })

const cases: Case[] = [
  { code: 'push-fails', event: { name: 'order' }, cause: 'No record: Event name is invalid.', also: ['unused-rule'] },
  {
    code: 'push-fails',
    config: {},
    cause: 'No record: Config settings kafka.brokers missing.',
    also: ['invalid-config'],
  },
  {
    code: 'reference-fails',
    options: { unreadable: 'Variable "x" not found' },
    cause: 'cannot be resolved: Variable "x" not found.',
  },
  {
    code: 'flow-refused',
    options: {
      refused: { code: 'flow-refused', place: ['flows', 'shop', 'sources', 'my-web'], message: 'Not bundled.' },
    },
    cause: 'Not bundled.',
  },
  {
    code: 'undeliverable',
    config: aConfig(rule({}), { topic: 'a b' }),
    cause: 'The event is lost without an error.',
    also: ['topic-illegal'],
  },
  {
    code: 'full-event-fallback',
    config: aConfig({ mapping: { order: { complete: {} } } }),
    cause: 'Rule `order.complete` maps no data, so the whole event is sent.',
  },
  {
    code: 'full-event-fallback',
    config: aConfig(data({ map: { a: 'data.x' } })),
    cause: 'No mapped field is set, so the whole event is sent, with 2 fields of the user.',
    also: ['unknown-path'],
  },
  {
    code: 'no-rule',
    config: aConfig({ mapping: {} }),
    cause: 'No rule matches `order complete`, so the whole event goes to `walkeros-events`.',
  },
  {
    code: 'key-not-string',
    config: aConfig(rule({}), { key: 'data.total' }),
    cause: 'Key path `data.total` gives the number `99.5`, so the key falls back to `order_complete`.',
  },
  {
    code: 'key-not-string',
    config: aConfig(rule({ settings: { key: 'data.total' } })),
    cause: 'Key path `data.total` gives the number `99.5`, so the key falls back to `order_complete`.',
  },
  {
    code: 'key-missing',
    config: aConfig(rule({}), { key: 'data.x' }),
    cause: 'Key path `data.x` is not in this event, so the key is the event name.',
  },
  {
    code: 'timestamp-in-seconds',
    event: anEvent({ timestamp: 1700000100 }),
    cause: 'is in seconds, so the record is dated 1970-01-20.',
  },
  {
    code: 'timestamp-too-old',
    event: anEvent({ timestamp: 5 }),
    cause: 'Timestamp `5` dates the record before the year 2000.',
  },
  {
    code: 'timestamp-in-future',
    event: anEvent({ timestamp: now + 5 * 86_400_000 }),
    cause: 'lies 5 days in the future; Kafka 4 takes an hour',
  },
  {
    code: 'record-size',
    config: aConfig(rule({}), { key: 'data.id', compression: 'none' }),
    event: anEvent({ data: { id: 'x'.repeat(1_100_000) } }),
    cause: 'its topic takes 1,048,588 B.',
    also: ['key-too-long'],
  },
  {
    code: 'record-size-near',
    event: anEvent({ data: { id: 'x'.repeat(900_000) } }),
    config: aConfig(rule({}), { compression: 'none' }),
    cause: 'The record fills 86 % of what its topic takes.',
  },
  {
    code: 'record-size-near',
    event: anEvent({ data: { id: 'x'.repeat(2_000_000) } }),
    config: aConfig(rule({}), { compression: 'zstd' }),
    cause: 'The record fills 191 % of what its topic takes, before compression.',
    also: ['compression-codec'],
  },
  { code: 'invalid-config', config: aConfig({ mapping: 5 }), cause: '`mapping` must be an object.', also: ['no-rule'] },
  {
    code: 'unknown-operator',
    config: aConfig(data({ mop: { id: 'data.id' } })),
    cause: '`mop` is no mapping operator and is ignored. Did you mean `map`?',
  },
  {
    code: 'unresolved-reference',
    options: { references: [{ place: ['settings', 'kafka', 'topic'], text: '$env.TOPIC' }] },
    cause: 'The reference `$env.TOPIC` has no value in the preview',
  },
  {
    code: 'unknown-rule-key',
    config: aConfig(rule({ datas: {} })),
    cause: '`datas` means nothing in a rule. Did you mean `data`?',
  },
  {
    code: 'unknown-rule-setting',
    config: aConfig(rule({ settings: { eventName: 'x' } })),
    cause: "reads topic and key of a rule's settings, not `eventName`.",
  },
  {
    code: 'unknown-setting',
    config: aConfig(rule({}), { topik: 'x' }),
    cause: '`topik` is no setting of the Kafka destination. Did you mean `topic`?',
  },
  {
    code: 'unknown-config-key',
    config: aConfig({ ...rule({}), mappings: {} }),
    cause: '`mappings` means nothing in a destination config. Did you mean `mapping`?',
  },
  {
    code: 'rule-not-object',
    config: aConfig({ mapping: { order: { complete: [clean, 7] } } }),
    cause: 'The rule is `7` and not an object.',
    also: ['invalid-config'],
  },
  {
    code: 'rule-consent',
    config: aConfig(rule({ consent: { marketing: true } })),
    cause: '`consent` on a rule does nothing in walkerOS 4',
  },
  { code: 'rule-silent', config: aConfig(rule({ silent: true })), cause: '`silent` has no effect here' },
  { code: 'batch-ignored', config: aConfig(rule({ batch: 10 })), cause: '`batch` does nothing here' },
  { code: 'extend-ignored', config: aConfig(rule({ extend: true })), cause: '`extend` does nothing here' },
  {
    code: 'remove-without-data',
    config: aConfig({ mapping: { order: { complete: { remove: ['user'] } } } }),
    cause: '`remove` deletes from mapped data only',
    also: ['full-event-fallback'],
  },
  {
    code: 'rule-name-not-string',
    config: aConfig(rule({ name: { fn: 'x' } })),
    cause: 'The name of a rule must be a text',
    also: ['invalid-config', 'push-fails'],
  },
  { code: 'rule-name-empty', config: aConfig(rule({ name: '' })), cause: 'makes its key empty' },
  {
    code: 'shadowed-rule',
    config: aConfig({ mapping: { order: { complete: clean }, '*': { view: clean } } }),
    cause: '`* → view` never runs for `order`, because `order` has rules of its own.',
    also: ['unused-rule'],
  },
  {
    code: 'skipped-wildcard',
    config: aConfig({ mapping: { order: { complete: [{ ...clean, condition: '$code:() => true' }], '*': clean } } }),
    cause: '`* → *` is used, not `order → *`.',
    also: ['code-not-run'],
  },
  {
    code: 'unreachable-rule',
    config: aConfig({ mapping: { order: { complete: [clean, clean] } } }),
    cause: 'never reached, because number 1 has no condition.',
    also: ['unused-rule'],
  },
  {
    code: 'async-condition',
    config: aConfig(rule({ condition: '$code:async () => false' })),
    cause: 'The condition is asynchronous.',
    also: ['code-not-run'],
  },
  {
    code: 'primitive-value',
    config: aConfig(field(7)),
    cause: '`7` gives nothing; a fixed value is written as `{"value":7}`.',
    also: ['invalid-config'],
  },
  { code: 'primitive-value', config: aConfig(field('')), cause: 'An empty path gives the whole event' },
  {
    code: 'bare-function',
    config: aConfig(field('$code:(event) => event.data.id')),
    cause: 'it must stand in `fn`.',
    also: ['code-not-run'],
  },
  {
    code: 'key-beats-fn',
    config: aConfig(field({ key: 'data.id', fn: '$code:(v) => v' })),
    cause: '`key` wins over `fn`',
    also: ['code-not-run'],
  },
  {
    code: 'one-structure-only',
    config: aConfig(field({ map: { a: 'data.id' }, set: ['data.id'] })),
    cause: 'Only `map` is used, `set` is ignored.',
  },
  {
    code: 'set-is-no-fallback',
    config: aConfig(field({ set: ['data.x', { value: 'none' }] })),
    cause: '`set` makes a list of all results',
    also: ['unknown-path'],
  },
  { code: 'wildcard-end', config: aConfig(field('nested.*')), cause: '`nested.*` gives a list of nulls' },
  {
    code: 'data-emptied',
    config: aConfig({
      policy: { 'data.id': { key: 'data.id', consent: { marketing: true } } },
      mapping: { order: { complete: { data: 'data' } } },
    }),
    event: { name: 'order complete', data: { id: 'A' } },
    options: { runtime: '4.7' },
    cause: 'The policy removes `data.id`, nothing is left of the data, and the whole event is sent.',
    also: ['full-event-fallback'],
  },
  {
    code: 'loop-missing',
    config: aConfig(field({ loop: ['data.items', { map: { id: 'data.id' } }] })),
    cause: '`data.items` is no list in this event, so `out` gets the whole event.',
  },
  {
    code: 'null-inside',
    config: aConfig(field('data.address')),
    event: anEvent({ data: { id: 'A', address: { zip: null } } }),
    cause: '`data.address` holds a null',
  },
  {
    code: 'mapping-error',
    config: aConfig(field(null)),
    cause: 'Mapping processing failed: Cannot convert undefined or null to object.',
    also: ['invalid-config', 'primitive-value'],
  },
  {
    code: 'config-data-lost',
    config: aConfig({ ...data('data.id'), data: { map: { a: 'data.id' } } }),
    cause: 'so the data of the destination is lost too.',
    also: ['full-event-fallback'],
  },
  {
    code: 'include-dropped',
    config: aConfig(rule({ data: 'data.id', include: ['user'] })),
    cause: 'so what `include` adds is dropped.',
    also: ['full-event-fallback'],
  },
  {
    code: 'unknown-section',
    config: aConfig(rule({ include: ['usr'] })),
    cause: '`usr` is no section of an event. Did you mean `user`?',
  },
  {
    code: 'policy-overlap',
    config: aConfig({ ...rule({}), policy: { 'custom.a': 'data', 'custom.a.b': 'data.id' } }),
    cause: '`custom.a.b` lies inside `custom.a` of the same policy',
  },
  {
    code: 'policy-prototype',
    config: aConfig({ ...rule({}), policy: JSON.parse('{"__proto__.x": "data.id"}') }),
    cause: 'writes into the prototype of all objects',
  },
  {
    code: 'consent-false',
    config: aConfig({ ...rule({}), consent: { marketing: false } }),
    cause: '`marketing: false` can never be granted.',
  },
  {
    code: 'consent-is-any-of',
    config: aConfig({ ...rule({}), consent: { functional: true, analytics: true } }),
    cause: 'Any one of `functional`, `analytics` is enough',
  },
  {
    code: 'header-twins',
    config: aConfig(rule({}), { headers: { 'Content-Type': 'x' } }),
    cause: '`Content-Type` and `content-type` are two headers',
  },
  {
    code: 'header-not-string',
    config: aConfig(rule({}), { headers: { 'x-n': 5 } }),
    cause: 'Header `x-n` is `5` and not a text',
    also: ['invalid-config', 'undeliverable'],
  },
  {
    code: 'compression-codec',
    config: aConfig(rule({}), { compression: 'zstd' }),
    cause: '`zstd` needs an extra package',
  },
  {
    code: 'compression-unknown',
    config: aConfig(rule({}), { compression: 'brotli' }),
    cause: '`brotli` is no compression, so gzip is used.',
    also: ['invalid-config'],
  },
  {
    code: 'sasl-oauthbearer',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'oauthbearer' } }),
    cause: 'needs a token function',
  },
  {
    code: 'sasl-aws',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'aws' } }),
    cause: '`aws` is not MSK IAM',
  },
  {
    code: 'acks-idempotent',
    config: aConfig(rule({}), { acks: 1, idempotent: true }),
    cause: 'needs acks -1, but acks is `1`.',
    also: ['undeliverable'],
  },
  ...[
    { acks: 'all', cause: 'sends acks "all" as 0 and waits for an answer that never comes' },
    { acks: '0', cause: 'sends acks "0" as 0 and waits' },
    { acks: 2, cause: 'Kafka has no acks 2, so it refuses the record.' },
  ].map(({ acks, cause }) => ({
    code: 'undeliverable',
    config: aConfig(rule({}), { acks }),
    cause,
    also: ['invalid-config'],
  })),
  ...[
    { ssl: 'false', code: 'invalid-config', cause: 'must be true, false or an object; any text turns TLS on.' },
    { ssl: { ca: '/etc/ca.pem' }, code: 'tls-no-pem', cause: '`ca` is the path of a file' },
    { ssl: { ca: ['client.crt'] }, code: 'tls-no-pem', cause: '`ca` is the path of a file' },
    { ssl: { key: 'MIIEv' }, code: 'tls-no-pem', cause: '`key` is no PEM' },
  ].map(({ ssl, ...one }) => ({ ...one, config: aConfig(rule({}), { ssl }) })),
  { code: 'acks-zero', config: aConfig(rule({}), { acks: 0 }), cause: 'nobody confirms a record' },
  {
    code: 'foreign-event',
    event: { type: 'track', event: 'Order Completed', userId: 'u', properties: {} },
    cause: 'This is a Segment event. Pasted as a sample it becomes',
    also: ['push-fails', 'unused-rule'],
  },
  {
    code: 'foreign-event',
    event: { event: 'order complete', data: { id: '1' } },
    cause: 'whose name stood in `event`; walkerOS 4 calls it `name`',
    also: ['push-fails', 'unused-rule'],
  },
  {
    code: 'walker-command',
    event: anEvent({ name: 'walker consent' }),
    cause: '`walker consent` is a command; as an event it leaves the collector as it is',
    also: ['no-rule', 'unused-rule'],
  },
  {
    code: 'timestamp-in-microseconds',
    event: anEvent({ timestamp: 1_717_420_800_000_000 }),
    cause: '`1717420800000000` looks like microseconds (2024-06-03)',
  },
  {
    code: 'broker-form',
    config: aConfig(rule({}), { brokers: ['SASL_SSL://a.example:9092'] }),
    cause: 'begins with a protocol',
  },
  {
    code: 'sasl-mechanism',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'AWS_MSK_IAM' } }),
    cause: 'kafkajs has no mechanism `AWS_MSK_IAM`',
  },
  {
    code: 'sasl-without-tls',
    config: aConfig(rule({}), { sasl: { mechanism: 'plain' } }),
    cause: 'used without TLS: password and records cross the network in clear.',
  },
  {
    code: 'tls-unverified',
    config: aConfig(rule({}), { ssl: { rejectUnauthorized: false } }),
    cause: 'The certificate of the broker is not verified',
  },
  {
    code: 'setting-function',
    config: aConfig(rule({}), { clientId: "$code:() => 'me'" }),
    cause: '`clientId` is a function, and walkerOS takes it as it stands.',
    also: ['code-not-run'],
  },
  {
    code: 'setup-refused',
    config: { ...aConfig(rule({})), setup: true },
    cause: '`walkeros setup` refuses `true`',
  },
  {
    code: 'topic-like-path',
    config: aConfig(rule({ settings: { topic: 'data.topic' } })),
    cause: '`data.topic` is taken as the name of a topic',
  },
  {
    code: 'broker-form',
    config: aConfig(rule({}), { brokers: ['http://kafka:9092/'] }),
    cause: 'Broker `http://kafka:9092/` begins with a protocol, which kafkajs takes for the host.',
  },
  {
    code: 'broker-form',
    config: aConfig(rule({}), { brokers: ['$' + '{BROKER}:9092'] }),
    cause: 'Broker `$' + '{BROKER}:9092` is a reference that walkerOS does not resolve; write $env.NAME.',
  },
  {
    code: 'timestamp-in-microseconds',
    event: anEvent({ timestamp: 1_717_420_800_000_000_000 }),
    cause:
      'Timestamp `1717420800000000000` looks like nanoseconds (2024-06-03); divide it by 1,000,000 before walkerOS gets it.',
  },
  { code: 'broker-port', config: aConfig(rule({}), { brokers: ['kafka'] }), cause: 'Broker `kafka` has no port.' },
  {
    code: 'topic-illegal',
    config: aConfig(rule({ settings: { topic: 'a/b' } })),
    cause: '`a/b` is no legal topic name.',
    also: ['undeliverable'],
  },
  {
    code: 'topic-internal',
    config: aConfig(rule({ settings: { topic: '__consumer_offsets' } })),
    cause: '`__consumer_offsets` belongs to Kafka itself.',
  },
  {
    code: 'topic-collision',
    config: aConfig(rule({ settings: { topic: 'a.b' } }), { topic: 'a_b' }),
    cause: '`a.b` and `a_b` collide',
  },
  {
    code: 'topic-not-in-setup',
    config: aConfig({ ...rule({}), setup: { topic: 'other', numPartitions: 1, replicationFactor: 1 } }),
    cause: '`walkeros-events` is not created by `setup`',
  },
  {
    code: 'secret-in-config',
    config: aConfig(rule({}), { ssl: true, sasl: { mechanism: 'plain', username: 'u', password: 'hunter2' } }),
    cause: '`password` is written out',
  },
  {
    code: 'env-in-code',
    config: aConfig(field({ fn: '$code:() => "$env.X"' })),
    cause: 'does not resolve `$env` inside a function',
    also: ['code-not-run'],
  },
  {
    code: 'code-with-space',
    config: aConfig(field({ fn: ' $code:(v) => v' })),
    cause: 'The space before `$code:`',
    also: ['invalid-config', 'mapping-error'],
  },
  { code: 'key-too-long', event: anEvent({ data: { id: 'x'.repeat(300) } }), cause: 'The key has 300 characters' },
  {
    code: 'personal-key',
    event: anEvent({ data: { id: 'mara@example.com' } }),
    cause: 'The key `mara@example.com` looks like an e-mail address.',
    also: ['personal-value'],
  },
  {
    code: 'personal-header',
    config: aConfig(rule({}), { headers: { from: 'mara@example.com' } }),
    cause: 'Header `from` looks like an e-mail address.',
  },
  {
    code: 'personal-value',
    config: aConfig(field('data.mail')),
    event: anEvent({ data: { id: 'A', mail: 'mara@example.com' } }),
    cause: '`out` looks like an e-mail address and asks for no consent.',
  },
  {
    code: 'unknown-path',
    config: aConfig(field('data.gtm.id')),
    event: anEvent({ data: { id: '1', 'gtm.id': 2 } }),
    cause:
      '`data.gtm.id` reaches nothing. The name `gtm.id` has a dot in it, which no path can have; a map reaches it with',
  },
  {
    code: 'key-missing',
    config: aConfig(rule({}), { key: 'data.gtm.id' }),
    event: anEvent({ data: { id: '1', 'gtm.id': 2 } }),
    cause: 'Key path `data.gtm.id` reaches nothing, so the key is the event name. The name `gtm.id` has a dot in it',
  },
  {
    code: 'unknown-path',
    config: aConfig(field('data.totl')),
    cause: '`data.totl` is in no sample. Did you mean `data.total`?',
  },
  {
    code: 'unused-rule',
    config: aConfig({ mapping: { order: { complete: clean, refund: clean } } }),
    cause: 'No sample matches `order → refund`',
  },
  {
    code: 'partition-skew',
    config: aConfig(rule({})),
    events: Array.from({ length: 5 }, () => anEvent()),
    cause: 'All 5 records on `walkeros-events` have the key `order_complete`',
  },
  {
    code: 'key-low-cardinality',
    config: aConfig(rule({ settings: { key: 'data.currency' } })),
    events: Array.from({ length: 20 }, (_, index) =>
      anEvent({ data: { id: `O-${index}`, currency: index % 2 ? 'EUR' : 'USD' } }),
    ),
    cause: 'The 20 records on `walkeros-events` have only 2 keys (`USD`, `EUR`), so at most 2 partitions are used.',
  },
  {
    code: 'packages-unpinned',
    options: { step: { package: '@walkeros/server-destination-kafka', env: { Kafka: 'x' } }, flowConfig: {} },
    cause: 'The flow pins no version of `@walkeros/collector` and `@walkeros/server-destination-kafka`',
  },
  {
    code: 'kafka-env-missing',
    options: { step: { package: '@walkeros/server-destination-kafka@4.6.1' }, flowConfig: pinned },
    cause: 'The destination has no `env.Kafka`; the bundle of walkerOS cannot load kafkajs without it',
  },
  {
    code: 'record-size',
    config: aConfig(field('data.note'), { key: 'data.id', compression: 'none' }),
    event: anEvent({ data: { id: 'A', note: 'x'.repeat(1_000) } }),
    options: { maxMessageBytes: { 'walkeros-events': 1_000 } },
    cause: 'its topic takes 1,000 B',
  },
  { code: 'code-not-run', config: aConfig(field({ fn: '$code:(v) => v.data.id' })), cause: 'that was not run here' },
  {
    code: 'code-syntax',
    config: aConfig(field({ fn: '$code:(v) =>' })),
    options: { code: sandbox },
    cause: 'The code gives no function',
  },
  {
    code: 'code-unavailable',
    config: aConfig(field({ fn: '$code:() => fetch("x")' })),
    options: { code: sandbox },
    cause: 'fetch is not available in the preview',
  },
  {
    code: 'code-timeout',
    config: aConfig(field({ fn: '$code:() => { for (;;); }' })),
    options: { code: hasty },
    cause: 'did not return in time',
  },
  {
    code: 'code-memory',
    config: aConfig(field({ fn: '$code:() => { const a = []; for (;;) a.push(new Uint8Array(1e6)) }' })),
    options: { code: sandbox },
    cause: 'more memory than it may',
  },
]

it.each(cases)('$code says: $cause', (one) => {
  const found = problemsOf(one)
  const own = found.filter(({ code }) => code === one.code)
  expect(own.map(({ cause }) => cause).join('\n')).toContain(one.cause)
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set([one.code, ...(one.also ?? [])]))
})

it.each([
  {
    code: 'number-rounded',
    text: '{"id": 73314510714175488}',
    cause: '`73314510714175488` becomes `73314510714175490`',
  },
  { code: 'repeated-key', text: '{"id": 1,\n "id": 2}', cause: 'Line 2, column 2: the object has the key `id` twice' },
])('$code says of a text: $cause', ({ code, text, cause }) => {
  expect(checkText(text)).toMatchObject([{ code, cause: expect.stringContaining(cause) }])
})

it('is silent about a text that JSON keeps as it is', () => {
  expect(checkText('{"id": 9007199254740991, "a": {"id": "73314510714175488"}, "b": {"id": 0.1}}')).toEqual([])
})

it('takes a reference whose value was typed in for the preview for no written out secret', () => {
  const withPassword = (password: string) =>
    aConfig(rule({}), { key: 'data.id', sasl: { mechanism: 'plain', username: 'app', password } })
  const codes = (written: string) =>
    compileDestination(withPassword('hunter2'), { step: { config: withPassword(written) } }).problems.map(
      ({ code }) => code,
    )
  expect(codes('$env.PASSWORD')).not.toContain('secret-in-config')
  expect(codes('hunter2')).toContain('secret-in-config')
})

it('has a failing case for every code there is', () => {
  const tested = new Set(cases.map(({ code }) => code))
  // flow/flow-checks.test.ts has those of whole flows.
  const ofDestination = allChecks.filter(({ ofFlow, ofWay }) => (ofFlow ?? ofWay) === undefined)
  expect(ofDestination.map(({ code }) => code).filter((code) => !tested.has(code))).toEqual([])
})

it('mends the key of a rule in that rule alone', () => {
  const problem = problemsOf({
    code: 'key-not-string',
    config: aConfig(rule({ settings: { key: 'data.total' } })),
    cause: '',
  }).find(({ code }) => code === 'key-not-string')
  const places = problem?.fix?.edits.map(({ place }) => place.join('.'))
  expect(places).toEqual(['mapping.order.complete.policy.custom.key', 'mapping.order.complete.settings.key'])
})

it('has fixes that take their problem away', () => {
  const fixed = cases.flatMap((one) => {
    const config = one.config ?? sound
    const problem = problemsOf(one).find(({ code, fix }) => code === one.code && fix !== undefined)
    if (problem?.fix === undefined) return []
    const copy = structuredClone(config) as JsonObject
    const step = structuredClone(one.options?.step ?? {}) as JsonObject
    const flow: JsonObject = { config: structuredClone((one.options?.flowConfig ?? {}) as JsonObject) }
    const roots = { config: copy, step, flow }
    for (const { of = 'config', place, value } of problem.fix.edits) setIn(roots[of], place, value)
    const options = { ...one.options, ...(one.options?.step && { step, flowConfig: flow['config'] }) }
    const left = problemsOf({ ...one, config: copy, options }).filter(
      ({ code, place }) => code === one.code && JSON.stringify(place) === JSON.stringify(problem.place),
    )
    return left.length === 0 ? [] : [`${one.code}: ${problem.fix.label}`]
  })
  expect(fixed).toEqual([])
})

function setIn(root: JsonObject, place: readonly (string | number)[], value: JsonValue | undefined): void {
  const last = place.at(-1) as string
  let current = root as Record<string, JsonValue>
  for (const step of place.slice(0, -1)) {
    current[step] ??= {}
    current = current[step] as Record<string, JsonValue>
  }
  if (value === undefined) delete current[last]
  else current[last] = value
}

it('are as many as the README says', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(`${problemsReference().match(/(\d+) codes/)?.[1]} silent behaviours have a name`)
})

it('is documented as it is', () => {
  const file = readFileSync(new URL('../../../../docs/problems.md', import.meta.url), 'utf8')
  expect(file).toBe(problemsReference())
})

it('resolves references as the walkerOS CLI does, and says which have no value', () => {
  const flow = {
    ...aFlow(aConfig(rule({ settings: { topic: '$env.TOPIC:orders', key: '$var.key' } }), { topic: '$env.MISSING' })),
    variables: { key: 'data.id' },
  }
  const reading = readFlow(JSON.stringify(flow), {})
  const [destination] = reading.isReadable ? reading.destinations : []
  if (destination === undefined) throw new Error('no destination')
  const { plan } = planDestination(destination, { now })
  expect(plan.run(anEvent())).toMatchObject({ record: { topic: 'orders', key: 'ORD-1' } })
  expect(plan.problems).toMatchObject([{ code: 'unresolved-reference', place: ['settings', 'kafka', 'topic'] }])
  const given = readFlow(JSON.stringify(flow), { TOPIC: 'typed', MISSING: 'x' })
  const [other] = given.isReadable ? given.destinations : []
  expect(other && planDestination(other, { now }).plan.run(anEvent())).toMatchObject({ record: { topic: 'typed' } })
})

it('says which reference stops the flow', () => {
  const reading = readFlow(JSON.stringify(aFlow(aConfig({}, { topic: '$var.nowhere' }))))
  const [destination] = reading.isReadable ? reading.destinations : []
  expect(destination && planDestination(destination, { now }).plan.run(anEvent())).toMatchObject({
    kind: 'failed',
    reason: 'reference',
    detail: 'Variable "nowhere" not found',
  })
})

it('looks at every config without failing, however odd its parts are, and says where something is', () => {
  const rich = aConfig(
    {
      consent: { analytics: true },
      policy: { 'data.id': 'user.id', 'custom.key': { value: 1 } },
      include: ['globals'],
      setup: { topic: 'orders', partitions: 3 },
      data: { map: { id: 'data.id' } },
      mapping: {
        '*': { '*': { ignore: true } },
        order: {
          complete: [
            {
              condition: '$code:() => true',
              name: 'purchase',
              settings: { topic: 'orders', key: 'data.id' },
              policy: { 'data.x': { key: 'data.id', consent: { marketing: true }, validate: '$code:() => true' } },
              remove: ['data.id'],
              include: ['user'],
              data: { map: { items: { loop: ['nested', { map: { a: { set: ['data.a', { value: 1 }] } } }] } } },
            },
          ],
        },
      },
    },
    { headers: { a: 'b', c: ['d'] }, key: 'data.id', compression: 'gzip' },
  )
  const odd: JsonValue[] = [7, null, '', 'x y', true, [], {}, [[]], [7, null], { a: 7 }, { '*': 7 }, { a: { b: [7] } }]
  const replaced = (value: JsonValue, place: readonly (string | number)[], by: JsonValue): JsonValue => {
    const [step, ...rest] = place
    if (step === undefined) return by
    if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, by) : item))
    const object = value as JsonObject
    return { ...object, [step]: replaced(object[step] as JsonValue, rest, by) }
  }
  const placesIn = (value: JsonValue): (string | number)[][] => {
    if (typeof value !== 'object' || value === null) return [[]]
    const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
    return [[], ...members.flatMap(([step, item]) => placesIn(item as JsonValue).map((rest) => [step, ...rest]))]
  }
  /** A problem lies at something that is there, or at a member that is missing from it. */
  const isPlaceOf = (config: JsonValue, [step, ...rest]: readonly (string | number)[]): boolean => {
    if (step === undefined) return true
    if (typeof config !== 'object' || config === null) return false
    const inner = Object.entries(config).find(([key]) => key === String(step))?.[1]
    return inner === undefined ? rest.length === 0 : isPlaceOf(inner as JsonValue, rest)
  }
  let found = 0
  for (const place of placesIn(rich)) {
    for (const by of odd) {
      const config = replaced(rich, place, by)
      const problems = problemsOf({ config, events: [anEvent(), { name: 'page view' }, { name: 7 }] })
      // Settings that are missing altogether are said where they would stand.
      const inConfig = problems.filter(({ code }) => code !== 'push-fails')
      const said = inConfig.map((problem) => ({ ...problem, isThere: isPlaceOf(config, problem.place) }))
      expect(said.filter(({ isThere, cause }) => !isThere || cause === '')).toEqual([])
      found += problems.length
    }
  }
  expect(found).toBeGreaterThan(placesIn(rich).length * odd.length)
})

const settings = (changes: JsonObject) => compileDestination(aConfig(rule({}), changes), { now }).problems

it.each([
  { broker: 'SASL_SSL://a.example:9092', better: ['a.example:9092'] },
  { broker: 'a:9092,b:9092', better: ['a:9092', 'b:9092'] },
  { broker: 'a:9092; PLAINTEXT://b:9093', better: ['a:9092', 'b:9093'] },
  { broker: ' a:9092 ', better: ['a:9092'] },
  { broker: 'a:99999', better: undefined },
  { broker: '[::1]:9092', better: null },
  { broker: '$env.BROKER', better: null },
])('the broker $broker is better written as $better', ({ broker, better }) => {
  const [problem] = settings({ brokers: ['first:9092', broker] }).filter(({ code }) => code === 'broker-form')
  expect(problem === undefined ? null : problem.fix?.edits[0]?.value).toEqual(better && ['first:9092', ...better])
})

it.each(['plain', 'PLAIN', 'SCRAM-SHA-512', '$env.MECHANISM'])('kafkajs knows the mechanism %s', (mechanism) => {
  expect(settings({ ssl: true, sasl: { mechanism } }).map(({ code }) => code)).toEqual([])
})

it('says of a setup what the package would refuse', () => {
  const causes = (setup: JsonValue) =>
    compileDestination({ ...aConfig(rule({})), setup }, { now })
      .problems.filter(({ code }) => code === 'setup-refused')
      .map(({ cause }) => cause)
  expect(causes({ topic: 'orders', numPartitions: 3, replicationFactor: 1 })).toEqual([])
  expect(causes(false)).toEqual([])
  expect(causes({ topic: 'orders', numPartitions: '3' })).toEqual([
    '`walkeros setup` refuses it: `numPartitions` must be a number.',
    '`walkeros setup` refuses it: `replicationFactor` must be a number.',
  ])
})

it.each([
  {
    what: 'topic',
    changes: { topic: "$code:() => 'orders'" },
    reason: 'The topic is a function, which nothing calls.',
  },
  {
    what: 'header',
    changes: { headers: { source: "$code:() => 'web'" } },
    reason: 'The header "source" is a function, not a string.',
  },
])('a function as $what makes the record undeliverable, and nothing falls over', async ({ changes, reason }) => {
  const code = createCodeRunner(await loadSandbox(), { now, collector: { consent: {} } })
  const { outcome } = compileDestination(aConfig(rule({}), changes as JsonObject), { now, code }).explain(anEvent())
  expect(structuredClone(outcome)).toMatchObject({ kind: 'undeliverable', reason })
  code.dispose()
})

it.each([
  [{ acks: 'all' }, -1],
  [{ acks: '1' }, 1],
  [{ ssl: 'true' }, true],
  [{ ssl: 'False' }, false],
  [{ idempotent: 'true' }, true],
  [{ timeout: '30000' }, 30_000],
  [{ compression: 'GZIP' }, 'gzip'],
  [{ brokers: 'a:9092,b:9092' }, ['a:9092', 'b:9092']],
  [{ clientId: 5 }, '5'],
  [{ timeout: '30s' }, undefined],
  [{ brokers: [5] }, undefined],
  [{ retry: 5 }, undefined],
])('a setting in another form has the value that was meant as its fix: %j', (setting, meant) => {
  const { problems } = compileDestination(aConfig(rule({}), setting as JsonObject))
  const fixes = problems.flatMap(({ code, fix }) => (code === 'invalid-config' && fix !== undefined ? [fix] : []))
  const [name] = Object.keys(setting)
  const edits = [{ place: ['settings', 'kafka', name], value: meant }]
  expect(fixes.map((fix) => fix.edits)).toEqual(meant === undefined ? [] : [edits])
})
