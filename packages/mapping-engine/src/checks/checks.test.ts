import { readFileSync } from 'node:fs'
import type { JsonObject, JsonValue, Problem } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { problemsReference } from '../docs/problems-reference.ts'
import { readFlow } from '../flow/read-flow.ts'
import { planDestination } from '../preview.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { allChecks } from './all-checks.ts'
import { checkSamples, withPackedSize } from './run-checks.ts'
import { field, now, type ProblemCase, rule, sound } from './testing/problem-case.ts'
import { ruleCases } from './testing/rule-cases.ts'
import { runCases } from './testing/run-cases.ts'
import { sampleCases } from './testing/sample-cases.ts'
import { settingCases } from './testing/setting-cases.ts'
import { checkText } from './text/text-checks.ts'

/** All problems of a config, its events and the events taken together. */
function problemsOf({
  config = sound,
  event = anEvent(),
  events = [event],
  options = {},
}: Partial<ProblemCase>): Problem[] {
  const plan = compileDestination(config, { now, ...options })
  const explained = events.map((one) => ({ event: one, ...plan.explain(one) }))
  const ofSamples = finish(checkSamples({ config, runs: explained.map((run) => ({ ...run, config, now })) }))
  return [...plan.problems, ...explained.flatMap(({ problems }) => problems), ...ofSamples]
}

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

it('looks for a path that no sample has in one sample after the other, and lets others go on in between', () => {
  const config = aConfig(field('data.nowhere'), { key: 'data.id' })
  const plan = compileDestination(config, { now })
  let reads = 0
  const runs = Array.from({ length: 200 }, (_, index) => {
    const event = anEvent({ data: { id: `A${index}` } })
    const explanation = plan.explain(event)
    const steps = explanation.steps.map((step) => {
      if (step.kind !== 'data') return step
      const counted = new Proxy(step.event, {
        get(target, key) {
          reads++
          return Reflect.get(target, key)
        },
      })
      return { ...step, event: counted }
    })
    return { config, now, event, ...explanation, steps }
  })
  const work = checkSamples({ config, runs })
  const readsOfSteps: number[] = []
  let step = work.next()
  for (; !step.done; step = work.next()) {
    readsOfSteps.push(reads)
    reads = 0
  }
  expect(step.value).toMatchObject([{ code: 'unknown-path', cause: expect.stringContaining('data.nowhere') }])
  expect(readsOfSteps.reduce((sum, count) => sum + count)).toBeGreaterThan(400)
  // What is read of one event: its members, each for a list of its paths.
  expect(Math.max(...readsOfSteps)).toBeLessThanOrEqual(40)
})

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
  const { config } = destination
  const ofSamples = finish(checkSamples({ config, runs: runs.map((run) => ({ ...run, config, now })) }))
  expect([...plan.problems, ...runs.flatMap(({ problems }) => problems), ...ofSamples]).toEqual([])
})

const cases = [...runCases, ...ruleCases, ...settingCases, ...sampleCases]

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
