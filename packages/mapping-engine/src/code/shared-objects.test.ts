import { afterAll, expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { createCodeRunner } from './code-runner.ts'
import { loadSandbox } from './load-sandbox.ts'

const limits = { callTime: 60_000 }
const code = createCodeRunner(await loadSandbox(), { now: 1_700_000_000_000, collector: { consent: {} }, limits })
afterAll(() => code.dispose())

it.each([
  { first: 'v.nested.named = { id: 1 }; return 1', next: 'v.nested.named.id + v.nested.length', gives: 1 },
  {
    first: 'v.nested.__proto__ = { id: 2 }; return 1',
    next: '[v.nested.id, Array.isArray(v.nested)]',
    gives: [2, true],
  },
  { first: 'v.data.__proto__ = { id2: 3 }; return 1', next: '[v.data.id, v.data.id2]', gives: ['ORD-1', 3] },
  { first: 'v.data = Object.create(null); return 1', next: 'typeof v.data.toString', gives: 'undefined' },
  {
    first: 'v.nested[2] = v.nested; return 1',
    next: '[1 in v.nested, v.nested[2] === v.nested]',
    gives: [false, true],
  },
  { first: 'v.custom = v.data; return 1', next: 'v.custom === v.data', gives: true },
  {
    first: 'v.data.__proto__ = [2, 1, 1]; v.data.sort(); return 1',
    next: 'Object.values(v.data)',
    gives: [1, 1, 2, 'ORD-1', 99.5, 'EUR'],
  },
  {
    first: 'v.custom = { a: [] }; v.custom.b = v.custom.a; return 1',
    next: 'v.custom.a.push(v.custom.b.length) + v.custom.b.length',
    gives: 2,
  },
])('keeps what a function made of lists and objects for the next one: $first', ({ first, next, gives }) => {
  const map = { first: { fn: `$code:(v) => { ${first} }` }, next: { fn: `$code:(v) => (${next})` } }
  const config = aConfig({ mapping: { order: { complete: { data: { map } } } } } as never)
  const outcome = compileDestination(config, { code }).run(anEvent({ nested: [] }))
  expect(outcome).toMatchObject({ record: { value: JSON.stringify({ first: 1, next: gives }) } })
})

it.each([
  { map: '{ "out": { "set": [1], "validate": "$code:(v) => v.id = 1" } }', sees: 'v.out.id' },
  { map: '{ "__proto__": { "set": [1], "validate": "$code:(v) => v.id = 1" } }', sees: 'v.id' },
  { map: '{ "out": { "fn": "$code:(v) => v" } }', sees: 'v.out === c.event' },
  { map: '{ "out": "data" }', sees: '(v.out.seen = 1) && c.event.data.seen' },
])('hands on what stands in the result of an operator: $sees of $map', ({ map, sees }) => {
  const policy = { 'custom.key': { map: JSON.parse(map), validate: `$code:(v, c) => ${sees}` } }
  const outcome = compileDestination(aConfig({ policy } as never), { code }).run(anEvent())
  expect(outcome.kind === 'message' && JSON.parse(outcome.record.value).custom).toHaveProperty('key')
})
