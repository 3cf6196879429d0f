import { createLogger, getMappingValue, Level } from '@walkeros/core'
import fc from 'fast-check'
import type { QuickJSWASMModule } from 'quickjs-emscripten-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCodeRunner } from '../code/code-runner.ts'
import { loadSandbox } from '../code/load-sandbox.ts'
import { anyEvent } from '../testing/any-event.ts'
import { valuesWith } from '../testing/any-value.ts'
import { aFrame, anEvent } from '../testing/builders.ts'
import { undoPollution } from '../testing/undo-pollution.ts'
import { CodeFault, type CodeRunner, reviveCode } from './code-function.ts'
import { compileValue } from './compile-value.ts'

/** What a value comes to, what was logged, and how many turns of the microtask queue it took. */
interface Answer {
  value: unknown
  errors: string[]
  turns: number
}

type Context = Parameters<typeof getMappingValue>[2]

/** Functions as the bundled flow holds them. */
const here: Pick<CodeRunner, 'compile'> = { compile: (source) => new Function(`return (${source})`)() }
const consent = { marketing: true }

let quickjs: QuickJSWASMModule
beforeAll(async () => {
  quickjs = await loadSandbox()
})

async function publishedAnswer(config: unknown, event: unknown): Promise<Answer> {
  const errors: string[] = []
  const logger = createLogger({ level: Level.ERROR, handler: (_, message) => errors.push(message) })
  // A collector always has these, be they empty.
  const collector = { consent, user: {}, globals: {}, custom: {}, logger, status: { failed: 0 } }
  const input = structuredClone(event)
  let isDone = false
  let value: unknown
  const run = getMappingValue(
    input,
    reviveCode(config, here as CodeRunner) as never,
    { event: input, collector } as unknown as Context,
  )
  void run.then((result) => {
    value = result
    isDone = true
  })
  let turns = 0
  for (; !isDone; turns++) await null
  return { value, errors: errors.sort(), turns }
}

/** The same value as it is asked for first, again (then by generated code where there is any), and with notes. */
function ownAnswers(config: unknown, event: unknown): Answer[] {
  const code = createCodeRunner(quickjs, { now: 0, collector: { consent } })
  try {
    const run = compileValue(reviveCode(config, code))
    return [null, null, { fields: [], target: [] }].map((notes) => {
      const input = structuredClone(event) as Record<string, unknown>
      code.begin()
      const frame = aFrame({ event: input, collectorConsent: consent, collector: { consent }, notes })
      const value = run(input, undefined, frame)
      return { value, errors: frame.errors.map(({ message }) => message).sort(), turns: frame.turns }
    })
  } finally {
    code.dispose()
  }
}

/** As JSON, because functions of the two sides live in different worlds; turns beside those of a path. */
const shown = ({ value, errors, turns }: Answer, ofPath: number) => ({
  value: JSON.stringify(value),
  errors,
  turns: turns - ofPath,
})

async function expectTheSame(config: unknown, event: unknown): Promise<void> {
  const path = await publishedAnswer('name', { name: 'a b' })
  const published = shown(await publishedAnswer(config, event), path.turns)
  for (const answer of ownAnswers(config, event)) expect(shown(answer, 5)).toEqual(published)
}

const event = anEvent({
  data: { id: 'A', n: 1, none: null, list: [1, 2], empty: {}, off: false, text: '', odd: [1, null] },
  nested: [
    { entity: 'product', data: { sku: 'P-1', price: 2 }, consent: { marketing: false } },
    { entity: 'product', data: {} },
    { entity: 'gift', data: { sku: 'P-3', list: [1] } },
  ],
  consent: { functional: true },
})

describe('a value, and the turns it takes', () => {
  const configs: unknown[] = [
    'data.id',
    'data.none',
    'data.missing',
    'data',
    '',
    { key: 'data.id' },
    { key: '' },
    { key: 5 },
    { key: 'data.missing', value: 'x' },
    { key: 'data.none', value: 'x' },
    { key: 'name', value: [null] },
    { key: 'nested.*.data.sku', value: 7 },
    { value: 'x' },
    { value: null },
    { value: 0 },
    {},
    [],
    [[]],
    null,
    7,
    ['data.missing', 'data.id', 'data.n'],
    ['data.off', 'data.id'],
    [['data.off', 'data.text', 'data.id', 'data.n']],
    [['data.off', 'data.text']],
    [[{ key: 5 }, 'data.id'], 'data.n'],
    [[]],
    [[], 'data.id'],
    [{ key: 5 }, 'data.id'],
    { map: {} },
    { map: { a: 'data.id' } },
    { map: { a: 'data.id', b: 'data.n', c: 'data.missing' } },
    { map: { a: { key: 5 }, b: 'data.id' } },
    { map: { a: { map: { b: { map: { c: 'data.id' } } } } } },
    { map: { a: 'data.none', b: { value: 'x' } }, value: { fallback: true } },
    { map: ['data.id', 'data.n'] },
    { map: 'ab' },
    { map: { a: 'data.id' }, consent: { marketing: true } },
    { map: { a: 'data.id' }, consent: { functional: true } },
    { map: { a: 'data.id' }, validate: '$code:(v) => v.a === "A"' },
    { map: { a: 'data.id' }, condition: '$code:() => false' },
    { map: { a: 'data.id' }, fn: '$code:() => { throw new Error("boom") }' },
    { map: { a: 'data.id' }, key: 5 },
    { set: [] },
    { set: ['data.id'] },
    { set: ['data.id', { map: { a: 'data.n' } }, 'data.missing'] },
    { set: ['data.id', { key: 5 }] },
    { set: [['data.off', 'data.id'], { set: [{ loop: ['nested', 'data.sku'] }] }] },
    { set: [{ key: 5 }, { map: { a: { key: 5 } } }] },
    { set: [{ map: { a: 'data.id', b: 'data.id' } }, { key: 5 }] },
    { set: 'data' },
    { set: ['data.id'], validate: '$code:() => false', value: 'x' },
    { loop: ['nested', 'data.sku'] },
    { loop: ['nested', { map: { sku: 'data.sku', price: { key: 'data.price', value: 0 } } }] },
    { loop: ['nested', { loop: ['data.list', { set: ['', ''] }] }] },
    { loop: ['nested', { key: 'data.sku', consent: { marketing: true } }] },
    { loop: ['nested', { key: 'data.sku', consent: { functional: true } }] },
    { loop: ['nested', { key: 'data.sku', consent: { functional: true }, value: null }] },
    { loop: ['data.empty', 'data.sku'] },
    { loop: ['data.missing', 'data.sku'], value: 'x' },
    { loop: ['data.missing', 'data.sku'], key: 'data.id' },
    { loop: ['data.missing', 'data.sku'], key: 'data.none' },
    { loop: ['data.missing', 'data.sku'], key: 'data.none', validate: '$code:() => true' },
    { loop: ['data.missing', 'data.sku'], key: 'data.id', validate: '$code:(v) => v === "A"', value: 'x' },
    { loop: ['this', { map: { id: 'data.id' } }] },
    { loop: ['this', 'data.none'] },
    { loop: [{ value: [] }, 'data.sku'] },
    { loop: [{ value: [1] }] },
    { loop: [] },
    { loop: {} },
    { loop: {}, fn: '$code:() => { throw new Error("boom") }' },
    { loop: 'ab' },
    {
      loop: [
        ['data.missing', 'nested'],
        ['data.missing', 'entity'],
      ],
    },
    { loop: ['nested', { key: 'data.sku', fn: '$code:async (v) => v' }] },
    { loop: ['nested', { fn: '$code:async (v) => v.data.sku' }] },
    { fn: '$code:(v) => v.data.id' },
    { fn: '$code:() => NaN', value: 'x' },
    { fn: '$code:() => undefined' },
    { fn: '$code:() => { throw new Error("boom") }', value: 'x' },
    { fn: '$code:async () => { throw new Error("late") }' },
    { fn: '$code:async (v) => { await null; return v.data.id }' },
    { fn: '$code:(v) => v.data.id', key: 'data.n' },
    { fn: '$code:(v) => v.data.id', key: 5 },
    { fn: '$code:(v) => v.data.id', map: { a: 'data.n' } },
    { fn: '$code:(v) => v.data.id', set: ['data.n'] },
    { fn: 5 },
    { condition: '$code:() => true', key: 'data.id' },
    { condition: '$code:() => false', key: 'data.id', value: 'x' },
    { condition: '$code:async () => false', key: 'data.id' },
    { condition: '$code:() => { throw new Error("boom") }', key: 'data.id' },
    { condition: 'yes', key: 'data.id' },
    { validate: '$code:() => true', key: 'data.id' },
    { validate: '$code:(v) => v !== "A"', key: 'data.id', value: 'x' },
    { validate: '$code:() => { throw new Error("boom") }', key: 'data.id' },
    { validate: '$code:async () => { throw new Error("late") }', key: 'data.id' },
    { consent: { marketing: true }, key: 'data.id' },
    { consent: { marketing: true }, key: 'data.id', value: 'x' },
    { consent: { marketing: true }, key: 'data.id', value: { a: null } },
    { consent: { functional: true }, key: 'data.id', value: null },
    { consent: { functional: true }, value: null },
    { consent: {}, key: 'data.id' },
    { consent: 'marketing', key: 'data.id', value: 'x' },
    { map: { a: { consent: { marketing: true }, value: [null], key: 'data.id' } } },
    { map: { a: { map: { b: { consent: { marketing: true }, value: null } } }, b: 'data.id' } },
    { map: { a: { map: { x: 'data.id', y: { consent: { marketing: true }, value: [null] } } } } },
    { map: { a: [{ consent: { marketing: true }, value: [null] }, 'data.id'] } },
    { map: { a: ['data.missing', { consent: { marketing: true }, value: [null] }] } },
    { map: { a: { set: ['data.id', { consent: { marketing: true }, value: null }] } } },
    { map: { a: { set: [{ consent: { marketing: true }, value: { b: null } }] }, c: 'data.id' } },
    { map: { a: { loop: ['data.list', { consent: { marketing: true }, value: [null] }] } } },
    { map: { a: { loop: [{ consent: { marketing: true }, value: [null, 1] }, ''] } } },
    { map: { a: { loop: ['data.missing', 'data.id'], key: 'data.none' } } },
    { map: { a: { loop: ['data.missing', 'data.id'], key: 'data.odd', validate: '$code:() => true' } } },
    { map: { a: { loop: ['data.missing', 'data.id'], value: [null] } } },
    { map: { a: { loop: ['data.missing', 'data.id'], fn: '$code:() => [null]' } } },
    { map: { a: { loop: 'ab' } } },
    { map: { a: { consent: { functional: true }, value: [null], key: 'data.id' } } },
    { map: { a: { consent: { marketing: true }, key: 'data.id' }, b: { value: [null] } } },
    { loop: ['data.list', { map: { a: { consent: { marketing: true }, value: null } } }] },
    { map: { a: 'data.id' }, validate: '$code:() => true' },
    { map: { a: { consent: { marketing: true }, value: null } }, validate: '$code:() => true' },
    { set: [['data.off', { key: 5 }], { key: 6 }] },
    { set: [{ key: 6 }, ['data.off', { key: 5 }]] },
    { set: [['data.off', 'data.text', 'data.id'], 'data.n'] },
    { loop: ['nested', [['data.list', 'data.price', 'data.sku']]] },
    { loop: ['nested', ['data.list', 'data.price', 'data.sku']] },
    { loop: ['data.list', 'data.sku'], fn: '$code:(v) => { v.data.id = "B" }' },
    { set: [{ consent: { marketing: true }, value: null }, 'data.id'] },
    { loop: [{ consent: { marketing: true }, value: [null] }, 'data.id'], value: 'x' },
    '$code:(v) => v',
    ['$code:(v) => v', 'data.id'],
  ]
  // In a list of its own, because a list among them is one value.
  it.each(configs.map((config) => [config]))('%j', (config) => expectTheSame(config, event))

  it.each<{ fact: string; input: unknown }>([
    { fact: 'nothing', input: undefined },
    { fact: 'null', input: null },
    { fact: 'a text', input: 'text' },
    { fact: 'a list', input: [{ data: { id: 'A' } }] },
    { fact: 'a field that holds a text', input: { data: 'text' } },
    { fact: 'a field that holds null', input: { data: null } },
    { fact: 'a field that is not there', input: {} },
    { fact: 'values that are no properties', input: { data: { id: [1, [null]], n: { deep: { none: null } } } } },
    {
      fact: 'lists of objects',
      input: { data: { id: [{ a: { b: 1, c: 'x' } }, { a: { b: null } }], n: [[{ a: 1 }]] } },
    },
    {
      fact: 'sound lists of objects',
      input: { data: { id: [{ a: { b: 1, c: true, d: [{}] } }, 'x', 2, {}], n: [{ a: 1 }] } },
    },
  ])('of $fact', async ({ input }) => {
    for (const config of [
      'data.id',
      'data',
      '',
      { key: 'data.id', value: 'x' },
      { map: { id: 'data.id', n: { key: 'data.n', value: 0 }, again: 'data.id' } },
      { map: { id: { key: 'data.id', consent: { marketing: true } } } },
      { loop: ['data.id', ''] },
      { set: ['data.id', 'data.n'] },
    ]) {
      await expectTheSame(config, input)
    }
  })

  it('of nothing is nothing, at once', () => {
    expect(ownAnswers({ map: { a: { value: 1 } } }, undefined).map(({ value, turns }) => [value, turns])).toEqual([
      [undefined, 0],
      [undefined, 0],
      [undefined, 0],
    ])
  })
})

const cases = Math.ceil(Number(process.env['DIFFERENTIAL_CASES'] ?? 1_500) / 3)
const freshSeed = Number(process.env['DIFFERENTIAL_SEED'] ?? Date.now() % 2 ** 31)

it.each([{ hasFunctions: false }, { hasFunctions: true }])(
  `generated values and their turns, from the seed ${freshSeed}: %j`,
  ({ hasFunctions }) =>
    fc.assert(
      fc.asyncProperty(valuesWith(hasFunctions), anyEvent, async (...generated) => {
        const [config, input] = JSON.parse(JSON.stringify(generated))
        const path = await publishedAnswer('name', { name: 'a b' })
        const published = shown(await publishedAnswer(config, input), path.turns)
        // A function that changed the prototypes of this process spoils what comes after it.
        if (undoPollution()) return
        try {
          for (const answer of ownAnswers(config, input)) expect(shown(answer, 5)).toEqual(published)
        } catch (error) {
          if (!(error instanceof CodeFault)) throw error
        }
      }),
      { numRuns: cases, seed: freshSeed },
    ),
  Math.max(300_000, cases * 100),
)
