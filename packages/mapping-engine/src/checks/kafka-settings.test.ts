import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { now, rule } from './testing/problem-case.ts'

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
