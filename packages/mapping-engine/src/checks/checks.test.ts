import type { JsonObject } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'

const rule = (changes: JsonObject) => ({ mapping: { order: { complete: changes } } })
const clean = { data: { map: { id: 'data.id' } } }

function problemsOf(config: unknown, event: JsonObject) {
  const plan = compileDestination(config)
  return [...plan.problems, ...plan.explain(event).problems]
}

it('is silent about a sound config', () => {
  expect(problemsOf(aConfig(rule(clean), { key: 'data.id' }), anEvent())).toEqual([])
})

it.each<{ code: string; config: unknown; event?: JsonObject; cause: string }>([
  {
    code: 'no-rule',
    config: aConfig({ mapping: {} }),
    cause: 'No rule matches `order complete`, so the whole event goes to `walkeros-events`.',
  },
  {
    code: 'full-event-fallback',
    config: aConfig(rule({})),
    cause: 'Rule `order.complete` maps no data, so the whole event is sent.',
  },
  {
    code: 'full-event-fallback',
    config: aConfig(rule({ data: { map: { a: 'data.x' } } })),
    cause: 'No mapped field is set, so the whole event is sent, with 2 fields of the user.',
  },
  {
    code: 'key-not-string',
    config: aConfig(rule(clean), { key: 'data.total' }),
    cause: 'Key path `data.total` gives the number `99.5`, so the key falls back to `order_complete`.',
  },
  {
    code: 'key-missing',
    config: aConfig(rule(clean), { key: 'data.x' }),
    cause: 'Key path `data.x` is not in this event, so the key is the event name.',
  },
  {
    code: 'undeliverable',
    config: aConfig(rule(clean), { topic: 'a b' }),
    cause: 'The event is lost without an error.',
  },
  {
    code: 'push-fails',
    config: aConfig(rule(clean)),
    event: { name: 'order' },
    cause: 'No record: Event name is invalid.',
  },
  { code: 'push-fails', config: {}, cause: 'No record: Config settings kafka.brokers missing.' },
  {
    code: 'timestamp-in-seconds',
    config: aConfig(rule(clean)),
    event: anEvent({ timestamp: 1700000100 }),
    cause: 'is in seconds, so the record is dated 1970-01-20.',
  },
  {
    code: 'record-size',
    config: aConfig(rule(clean)),
    event: anEvent({ data: { id: 'x'.repeat(1_100_000) } }),
    cause: 'a topic takes 1,048,588 B by default.',
  },
  { code: 'invalid-config', config: aConfig({ mapping: 5 }), cause: '`mapping` must be an object.' },
  {
    code: 'unknown-operator',
    config: aConfig(rule({ data: { mop: { id: 'data.id' } } })),
    cause: '`mop` is no mapping operator and is ignored. Did you mean `map`?',
  },
  {
    code: 'unresolved-reference',
    config: aConfig(rule(clean), { topic: '$env.TOPIC' }),
    cause: 'The reference `$env.TOPIC` is not resolved in the preview.',
  },
  {
    code: 'code-not-run',
    config: aConfig(rule({ data: { fn: '$code:(e) => e' } })),
    cause: 'that was not run here',
  },
])('$code says: $cause', ({ code, config, event, cause }) => {
  const found = problemsOf(config, event ?? anEvent()).filter((problem) => problem.code === code)
  expect(found.map((problem) => problem.cause).join('\n')).toContain(cause)
})
