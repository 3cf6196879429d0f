import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { createCodeRunner } from '../../code/code-runner.ts'
import { loadSandbox } from '../../code/load-sandbox.ts'
import { readFlow } from '../../flow/read-flow.ts'
import { chooseFromFlow, placeInFlow, planDestination } from '../../preview.ts'
import { aConfig, anEvent } from '../../testing/builders.ts'
import { allChecks } from '../all-checks.ts'

const quickjs = await loadSandbox()
const data = { map: { id: 'data.id' } }
const keep = { code: { push: '$code:() => undefined' } }
const validate = (contract: JsonValue[]) => ({
  package: '@walkeros/transformer-validate',
  config: { settings: { contract, mode: 'strict' } },
})
const gated = (next: JsonValue) => ({ match: { key: 'ingest.path', operator: 'eq', value: '/a' }, next })

interface Case {
  code: string
  transformers?: JsonObject
  source?: JsonObject
  destination?: JsonObject
  config?: JsonObject
  collector?: JsonObject
  into?: string
  cause: string
  /** Other codes that the case shows as well. */
  also?: string[]
  /** The first version in which the code is no longer there. */
  until?: string
}

function flowOf(
  { transformers = {}, source = {}, destination = {}, config = {}, collector = {} }: Partial<Case>,
  version: string,
) {
  const packages = { '@walkeros/collector': { version }, '@walkeros/server-destination-kafka': { version: '4.6.1' } }
  return {
    version: 4,
    flows: {
      default: {
        config: { platform: 'server', bundle: { packages } },
        collector,
        sources: { web: { package: '@walkeros/server-source-express', ...source } },
        transformers,
        destinations: {
          kafka: {
            package: '@walkeros/server-destination-kafka',
            env: { Kafka: "$code:require('kafkajs')" },
            config: aConfig({ data, ...config }, { key: 'data.id' }),
            ...destination,
          },
        },
      },
    },
  }
}

function problemsOf(one: Partial<Case>, version = '4.2.1', flow = flowOf(one, version)) {
  const destination = chooseFromFlow({ flow, into: one.into ?? 'collector' })
  if ('error' in destination) throw new Error(destination.error.message)
  const code = createCodeRunner(quickjs, { now: 0, collector: {} })
  try {
    const { plan } = planDestination(destination, { now: 1_700_000_200_000, code, isOneRun: true })
    const found = [...plan.problems, ...plan.explain(anEvent()).problems]
    return found.map((problem) => ({ ...problem, at: placeInFlow(problem, destination), file: flow }))
  } finally {
    code.dispose()
  }
}

const cases: Case[] = [
  { code: 'transformer-unreached', transformers: { idle: keep }, cause: 'No route comes to the transformer `idle`' },
  {
    code: 'transformer-unknown',
    destination: { before: 'cleam' },
    transformers: { clean: keep },
    cause: 'the flow has no transformer `cleam`: no step runs, without a word. Did you mean `clean`?',
    also: ['transformer-unreached'],
  },
  {
    code: 'step-field-lost',
    transformers: { off: { ...keep, disabled: true } },
    destination: { before: 'off' },
    cause: 'walkerOS loses `disabled` of transformer `off` when it bundles the flow; it works inside `config`.',
    until: '4.7.0',
  },
  {
    code: 'step-field-lost',
    transformers: { clean: { mapping: { policy: {} } } },
    destination: { before: 'clean' },
    cause: 'walkerOS loses the transformer `clean`',
    also: ['transformer-unknown'],
    until: '4.7.0',
  },
  {
    code: 'returned-event-ignored',
    transformers: { old: { code: { push: '$code:(event) => ({ ...event, data: { id: "x" } })' } } },
    destination: { before: 'old' },
    cause: '`old` returns the event itself, and walkerOS throws that away. Return `{ event: … }`.',
  },
  {
    code: 'before-array-lost',
    transformers: { a: keep, b: keep, all: { before: ['a', 'b'] } },
    destination: { before: 'all' },
    cause: 'What `a` and `b` return before `all` is thrown away',
    until: '4.7.0',
  },
  {
    code: 'array-doubles',
    transformers: { a: keep, b: keep },
    source: { next: gated(['a', 'b']) },
    cause: 'The event enters the collector once for each of `a` and `b`',
    until: '4.7.0',
  },
  {
    code: 'next-drops',
    transformers: { a: keep, b: keep, fork: { ...keep, next: gated(['a', 'b']) } },
    destination: { before: 'fork' },
    cause: 'Where `fork` comes to `a` and `b` at once, the event is gone',
    until: '4.7.0',
  },
  {
    code: 'next-drops',
    transformers: { a: keep, b: keep, fork: { code: { push: "$code:() => ({ next: ['a', 'b'] })" } } },
    destination: { before: 'fork' },
    cause: 'The function of `fork` returns a `next` of several transformers, and the event is gone.',
    until: '4.7.0',
  },
  {
    code: 'array-cut',
    transformers: { a: { ...keep, next: gated('c') }, b: keep, c: keep },
    destination: { before: ['a', 'b'] },
    cause: '`a` has a `next` with conditions, which ends the list: `b` never runs.',
    until: '4.7.0',
  },
  {
    code: 'match-event-missing',
    transformers: { a: keep },
    destination: { before: { match: { key: 'event.name', operator: 'exists', value: '' }, next: 'a' } },
    cause: '`event.name` is always missing in a condition of a destination, which sees the ingest alone.',
    until: '4.7.0',
  },
  {
    code: 'fork-first-only',
    transformers: { two: { code: { push: '$code:(event) => [{ event }, { event }]' } } },
    destination: { before: 'two' },
    cause: '`two` returns 2 results, and only the first goes on.',
    until: '4.5.0',
  },
  {
    code: 'push-text-reference',
    transformers: { a: { code: { push: '$code:(event) => ({ event: { ...event, custom: { x: $var.x } } })' } } },
    destination: { before: 'a' },
    cause: '`$var.x` is not resolved in the text of a function and throws at each event',
  },
  {
    code: 'validate-at-source',
    transformers: { valid: validate([{ type: 'object' }]) },
    source: { next: 'valid' },
    cause: '`valid` runs at a source, where an event has no entity and action yet',
  },
  {
    code: 'contract-missing',
    transformers: { valid: validate(['$contract.shop']) },
    destination: { before: 'valid' },
    cause: 'The file has no contract for `$contract.shop`, so it stays a text, and every event is valid.',
  },
  {
    code: 'source-data-ignored',
    source: { config: { mapping: { order: { complete: { name: 'deal closed', data } } } } },
    cause: '`data` in the mapping of source `web` changes nothing',
  },
  {
    code: 'user-merged-again',
    collector: { user: { id: 'anna' } },
    transformers: { clean: { code: { push: '$code:(event) => { delete event.user }' } } },
    source: { next: 'clean' },
    cause: "`clean` empties the user, but the collector's `user.id` is merged again before each destination.",
  },
  {
    code: 'consent-too-late',
    config: { consent: { functional: true } },
    transformers: { grant: { code: { push: '$code:(event) => ({ event: { ...event, consent: { m: true } } })' } } },
    destination: { before: 'grant' },
    cause: '`grant` writes consent, but the destination has checked it before.',
  },
  {
    code: 'cache-stop-no-stop',
    transformers: { once: { cache: { stop: true, rules: [{ key: ['event.id'], ttl: 60 }] } } },
    destination: { before: 'once' },
    cause: '`stop` in the cache of `once` stops nothing before a destination',
    until: '4.7.0',
  },
  {
    code: 'collector-next-version',
    transformers: { a: keep },
    collector: { next: 'a' },
    destination: { before: 'a' },
    cause: 'walkerOS runs `collector.next` since 4.7',
    until: '4.7.0',
  },
  {
    code: 'package-not-proven',
    transformers: { print: { package: '@walkeros/server-transformer-fingerprint' } },
    destination: { before: 'print' },
    cause: '`@walkeros/server-transformer-fingerprint` is not run here',
  },
  {
    code: 'hooks-not-run',
    collector: { hooks: { postPush: '$code:() => {}' } },
    cause: 'The hooks `postPush` are not run',
  },
]

it.each(cases)('$code: $cause', ({ code, cause, also = [], ...one }) => {
  const problems = problemsOf(one)
  expect(problems.find((problem) => problem.code === code)?.cause).toContain(cause)
  expect([...new Set(problems.map((problem) => problem.code))].sort()).toEqual([...new Set([code, ...also])].sort())
})

it.each(cases.filter(({ until }) => until !== undefined))(
  '$code is no problem since walkerOS $until',
  ({ code, until, ...one }) => {
    expect(problemsOf(one, until).map((problem) => problem.code)).not.toContain(code)
  },
)

it('points at something that stands in the flow', () => {
  for (const one of cases) {
    for (const { at, file, code } of problemsOf(one)) {
      const found = at
        .slice(0, 4)
        .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], file)
      expect({ code, at, isThere: found !== undefined }).toEqual({ code, at, isThere: true })
    }
  }
})

it('has a case for every code of a flow', () => {
  const codes = allChecks.filter((check) => check.ofFlow ?? check.ofWay).map(({ code }) => code)
  expect([...new Set(cases.map(({ code }) => code))].sort()).toEqual([...codes].sort())
})

it('is silent about a flow whose chain is sound', () => {
  const one = { transformers: { a: keep, b: keep }, source: { next: ['a', 'b'] }, destination: { before: 'a' } }
  expect(problemsOf(one)).toEqual([])
  expect(readFlow(JSON.stringify(flowOf(one, '4.2.1'))).isReadable).toBe(true)
})

it('has fixes that take their problem away', () => {
  const fixed = cases.flatMap((one) => {
    const problem = problemsOf(one).find(({ code, fix }) => code === one.code && fix !== undefined)
    if (problem?.fix === undefined) return []
    const flow = structuredClone(problem.file)
    for (const { of, place, value } of problem.fix.edits) {
      const root = of === 'flow' ? [] : ['destinations', 'kafka']
      put(flow.flows.default, [...root, ...place], value)
    }
    expect(problemsOf(one, '4.2.1', flow).map(({ code }) => code)).not.toContain(one.code)
    return [one.code]
  })
  expect([...new Set(fixed)].sort()).toEqual([
    'before-array-lost',
    'collector-next-version',
    'source-data-ignored',
    'step-field-lost',
    'transformer-unknown',
    'transformer-unreached',
  ])
})

function put(target: unknown, [first = '', ...rest]: readonly (string | number)[], value: unknown): void {
  const object = target as Record<string | number, unknown>
  if (rest.length > 0) {
    object[first] ??= {}
    put(object[first], rest, value)
  } else if (value === undefined) delete object[first]
  else object[first] = value
}
