import { aConfig, anEvent } from '../../testing/builders.ts'
import { data, field, hasty, now, type ProblemCase, rule, sandbox } from './problem-case.ts'

/** Problems of what one event gives. */
export const runCases: ProblemCase[] = [
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
  {
    code: 'remove-without-data',
    config: aConfig({ mapping: { order: { complete: { remove: ['user'] } } } }),
    cause: '`remove` deletes from mapped data only',
    also: ['full-event-fallback'],
  },
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
    code: 'timestamp-in-microseconds',
    event: anEvent({ timestamp: 1_717_420_800_000_000_000 }),
    cause:
      'Timestamp `1717420800000000000` looks like nanoseconds (2024-06-03); divide it by 1,000,000 before walkerOS gets it.',
  },
  { code: 'key-too-long', event: anEvent({ data: { id: 'x'.repeat(300) } }), cause: 'The key has 300 characters' },
  {
    code: 'personal-key',
    event: anEvent({ data: { id: 'mara@example.com' } }),
    cause: 'The key `mara@example.com` looks like an e-mail address.',
    also: ['personal-value'],
  },
  {
    code: 'personal-value',
    config: aConfig(field('data.mail')),
    event: anEvent({ data: { id: 'A', mail: 'mara@example.com' } }),
    cause: '`out` looks like an e-mail address and asks for no consent.',
  },
  {
    code: 'key-missing',
    config: aConfig(rule({}), { key: 'data.gtm.id' }),
    event: anEvent({ data: { id: '1', 'gtm.id': 2 } }),
    cause: 'Key path `data.gtm.id` reaches nothing, so the key is the event name. The name `gtm.id` has a dot in it',
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
