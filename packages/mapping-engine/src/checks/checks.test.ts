import { readFileSync } from 'node:fs'
import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createCodeRunner, loadSandbox } from '../code/quickjs-code.ts'
import { type CompileOptions, compileDestination } from '../compile-destination.ts'
import { problemsReference } from '../docs/problems-reference.ts'
import { readFlow } from '../flow/read-flow.ts'
import { planDestination } from '../preview.ts'
import { aConfig, aFlow, anEvent } from '../testing/builders.ts'
import { allChecks, checkSamples } from './all-checks.ts'

const now = 1_700_000_200_000
const clean: JsonObject = { data: { map: { id: 'data.id' } } }
const rule = (changes: JsonObject) => ({ mapping: { order: { complete: { ...clean, ...changes } } } })
const data = (value: JsonValue) => rule({ data: value })
const field = (value: JsonValue) => data({ map: { id: 'data.id', out: value } })
const sound = aConfig(rule({}), { key: 'data.id' })

interface Case {
  code: string
  config?: unknown
  event?: JsonObject
  events?: JsonObject[]
  options?: CompileOptions
  cause: string
}

function problemsOf({ config = sound, event = anEvent(), events = [event], options = {} }: Partial<Case>) {
  const plan = compileDestination(config, { now, ...options })
  const explained = events.map((one) => ({ event: one, ...plan.explain(one) }))
  const ofSamples = checkSamples({ config, runs: explained.map((run) => ({ ...run, config, now })) })
  return [...plan.problems, ...explained.flatMap(({ problems }) => problems), ...ofSamples]
}

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
  { code: 'push-fails', event: { name: 'order' }, cause: 'No record: Event name is invalid.' },
  { code: 'push-fails', config: {}, cause: 'No record: Config settings kafka.brokers missing.' },
  {
    code: 'reference-fails',
    options: { unreadable: 'Variable "x" not found' },
    cause: 'cannot be resolved: Variable "x" not found.',
  },
  { code: 'undeliverable', config: aConfig(rule({}), { topic: 'a b' }), cause: 'The event is lost without an error.' },
  {
    code: 'full-event-fallback',
    config: aConfig({ mapping: { order: { complete: {} } } }),
    cause: 'Rule `order.complete` maps no data, so the whole event is sent.',
  },
  {
    code: 'full-event-fallback',
    config: aConfig(data({ map: { a: 'data.x' } })),
    cause: 'No mapped field is set, so the whole event is sent, with 2 fields of the user.',
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
    cause: 'lies 5 days in the future.',
  },
  {
    code: 'record-size',
    event: anEvent({ data: { id: 'x'.repeat(1_100_000) } }),
    cause: 'a topic takes 1,048,588 B by default.',
  },
  {
    code: 'record-size-near',
    event: anEvent({ data: { id: 'x'.repeat(900_000) } }),
    config: aConfig(rule({})),
    cause: 'The record fills 86 % of what a topic takes by default',
  },
  { code: 'invalid-config', config: aConfig({ mapping: 5 }), cause: '`mapping` must be an object.' },
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
  },
  {
    code: 'rule-name-not-string',
    config: aConfig(rule({ name: { fn: 'x' } })),
    cause: 'The name of a rule must be a text',
  },
  { code: 'rule-name-empty', config: aConfig(rule({ name: '' })), cause: 'makes its key empty' },
  {
    code: 'shadowed-rule',
    config: aConfig({ mapping: { order: { complete: clean }, '*': { view: clean } } }),
    cause: '`* → view` never runs for `order`, because `order` has rules of its own.',
  },
  {
    code: 'skipped-wildcard',
    config: aConfig({ mapping: { order: { complete: [{ ...clean, condition: '$code:() => true' }], '*': clean } } }),
    cause: '`* → *` is used, not `order → *`.',
  },
  {
    code: 'unreachable-rule',
    config: aConfig({ mapping: { order: { complete: [clean, clean] } } }),
    cause: 'never reached, because number 1 has no condition.',
  },
  {
    code: 'async-condition',
    config: aConfig(rule({ condition: '$code:async () => false' })),
    cause: 'The condition is asynchronous.',
  },
  {
    code: 'primitive-value',
    config: aConfig(field(7)),
    cause: '`7` gives nothing; a fixed value is written as `{"value":7}`.',
  },
  { code: 'primitive-value', config: aConfig(field('')), cause: 'An empty path gives the whole event' },
  { code: 'bare-function', config: aConfig(field('$code:(event) => event.data.id')), cause: 'it must stand in `fn`.' },
  {
    code: 'key-beats-fn',
    config: aConfig(field({ key: 'data.id', fn: '$code:(v) => v' })),
    cause: '`key` wins over `fn`',
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
  },
  { code: 'wildcard-end', config: aConfig(field('nested.*')), cause: '`nested.*` gives a list of nulls' },
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
  },
  {
    code: 'config-data-lost',
    config: aConfig({ ...data('data.id'), data: { map: { a: 'data.id' } } }),
    cause: 'so the data of the destination is lost too.',
  },
  {
    code: 'include-dropped',
    config: aConfig(rule({ data: 'data.id', include: ['user'] })),
    cause: 'so what `include` adds is dropped.',
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
  },
  {
    code: 'sasl-oauthbearer',
    config: aConfig(rule({}), { sasl: { mechanism: 'oauthbearer' } }),
    cause: 'needs a token function',
  },
  { code: 'sasl-aws', config: aConfig(rule({}), { sasl: { mechanism: 'aws' } }), cause: '`aws` is not MSK IAM' },
  {
    code: 'acks-idempotent',
    config: aConfig(rule({}), { acks: 1, idempotent: true }),
    cause: 'needs acks -1, but acks is `1`.',
  },
  { code: 'acks-zero', config: aConfig(rule({}), { acks: 0 }), cause: 'nobody confirms a record' },
  { code: 'broker-port', config: aConfig(rule({}), { brokers: ['kafka'] }), cause: 'Broker `kafka` has no port.' },
  {
    code: 'topic-illegal',
    config: aConfig(rule({ settings: { topic: 'a/b' } })),
    cause: '`a/b` is no legal topic name.',
  },
  {
    code: 'topic-collision',
    config: aConfig(rule({ settings: { topic: 'a.b' } }), { topic: 'a_b' }),
    cause: '`a.b` and `a_b` collide',
  },
  {
    code: 'topic-not-in-setup',
    config: aConfig({ ...rule({}), setup: { topic: 'other' } }),
    cause: '`walkeros-events` is not created by `setup`',
  },
  {
    code: 'secret-in-config',
    config: aConfig(rule({}), { sasl: { mechanism: 'plain', username: 'u', password: 'hunter2' } }),
    cause: '`password` is written out',
  },
  {
    code: 'env-in-code',
    config: aConfig(field({ fn: '$code:() => "$env.X"' })),
    cause: 'does not resolve `$env` inside a function',
  },
  { code: 'code-with-space', config: aConfig(field({ fn: ' $code:(v) => v' })), cause: 'The space before `$code:`' },
  { code: 'key-too-long', event: anEvent({ data: { id: 'x'.repeat(300) } }), cause: 'The key has 300 characters' },
  {
    code: 'personal-key',
    event: anEvent({ data: { id: 'mara@example.com' } }),
    cause: 'The key `mara@example.com` looks like an e-mail address.',
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
  { code: 'code-not-run', config: aConfig(field({ fn: '$code:(v) => v.data.id' })), cause: 'that was not run here' },
  {
    code: 'code-syntax',
    config: aConfig(field({ fn: '$code:(v) =>' })),
    options: { code: sandbox },
    cause: 'The function is no JavaScript expression',
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
  const found = problemsOf(one).filter(({ code }) => code === one.code)
  expect(found.map(({ cause }) => cause).join('\n')).toContain(one.cause)
})

it('has a failing case for every code there is', () => {
  const tested = new Set(cases.map(({ code }) => code))
  expect(allChecks.map(({ code }) => code).filter((code) => !tested.has(code))).toEqual([])
})

it('has fixes that take their problem away', () => {
  const fixed = cases.flatMap((one) => {
    const config = one.config ?? sound
    const problem = problemsOf(one).find(({ code, fix }) => code === one.code && fix !== undefined)
    if (problem?.fix === undefined) return []
    const copy = structuredClone(config) as JsonObject
    for (const { place, value } of problem.fix.edits) setIn(copy, place, value)
    const left = problemsOf({ ...one, config: copy }).filter(
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
