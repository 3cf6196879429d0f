import type { JsonObject } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { semanticsOf } from '../runtime/differences.ts'
import { aConfig, aFrame, anEvent } from '../testing/builders.ts'
import { CodeFault, type CodeRunner, reviveCode } from '../value/code-function.ts'
import { ConditionThrew, compileFindRule } from './find-rule.ts'

const to = (topic: string): JsonObject => ({ settings: { topic } })

it.each<{ fact: string; mapping: JsonObject; name: string; rule: string | null }>([
  { fact: 'the exact rule', mapping: { order: { complete: {} } }, name: 'order complete', rule: 'order.complete' },
  { fact: 'any action of the entity', mapping: { order: { '*': {} } }, name: 'order complete', rule: 'order.*' },
  { fact: 'the action of any entity', mapping: { '*': { complete: {} } }, name: 'order complete', rule: '*.complete' },
  { fact: 'any event', mapping: { '*': { '*': {} } }, name: 'order complete', rule: '*.*' },
  {
    fact: 'no rule, because an entity with rules of its own hides the entity *',
    mapping: { order: { view: {} }, '*': { complete: {} } },
    name: 'order complete',
    rule: null,
  },
  {
    fact: 'any event, when the entity has only other actions',
    mapping: { order: { view: {} }, '*': { complete: {}, '*': {} } },
    name: 'order complete',
    rule: '*.*',
  },
  {
    fact: 'the first of several',
    mapping: { order: { complete: [{}, {}] } },
    name: 'order complete',
    rule: 'order.complete[0]',
  },
  {
    fact: 'no rule for an empty list',
    mapping: { order: { complete: [], '*': {} } },
    name: 'order complete',
    rule: null,
  },
  { fact: 'the first two words of a longer name', mapping: { a: { b: {} } }, name: 'a b c', rule: 'a.b' },
  { fact: 'no rule for another case', mapping: { Order: { complete: {} } }, name: 'order complete', rule: null },
])('takes $fact', ({ mapping, name, rule }) => {
  expect(compileDestination(aConfig({ mapping })).run(anEvent({ name })).rule).toBe(rule)
})

it('tells which rules were tried and why one was taken', () => {
  const mapping = { order: { complete: [to('a'), to('b')] }, '*': { '*': to('c') } }
  const { steps } = compileDestination(aConfig({ mapping })).explain(anEvent())
  expect(steps.find((step) => step.kind === 'rules')).toMatchObject({
    rule: 'order.complete[0]',
    tried: [
      { name: 'order.complete[0]', result: 'matched' },
      { name: 'order.complete[1]', result: 'not-reached' },
    ],
  })
})

const find = (mapping: unknown) =>
  compileFindRule(mapping, { data: undefined, include: undefined, semantics: semanticsOf('4.2') })
const named = (name: unknown) => ({ name })
/** The step that tells which rules were tried. */
function stepOf(mapping: unknown, event: { name?: unknown }): unknown {
  const trace: unknown[] = []
  find(mapping)(event, aFrame(), trace as never)
  expect(trace).toHaveLength(1)
  return trace[0]
}
const no = () => false

it.each<{ fact: string; mapping: unknown; name?: unknown; tried: unknown[]; rule: string | null }>([
  { fact: 'no mapping', mapping: undefined, tried: [], rule: null },
  { fact: 'no name', mapping: { order: { complete: {} } }, name: '', tried: [], rule: null },
  { fact: 'one word', mapping: { order: { complete: {} } }, name: 'order', tried: [], rule: null },
  {
    fact: 'a mapping without rules',
    mapping: {},
    tried: [{ name: 'order.complete', place: ['mapping', 'order', 'complete'], result: 'missing' }],
    rule: null,
  },
  {
    fact: 'a wildcard in place of the action',
    mapping: { order: { '*': {} } },
    tried: [
      { name: 'order.complete', place: ['mapping', 'order', 'complete'], result: 'missing' },
      { name: 'order.*', place: ['mapping', 'order', '*'], result: 'matched' },
    ],
    rule: 'order.*',
  },
  {
    fact: 'a wildcard in place of the entity',
    mapping: { '*': { complete: {} } },
    tried: [
      { name: 'order.complete', place: ['mapping', 'order', 'complete'], result: 'missing' },
      { name: '*.complete', place: ['mapping', '*', 'complete'], result: 'matched' },
    ],
    rule: '*.complete',
  },
  {
    fact: 'the exact rule',
    mapping: { order: { complete: {} } },
    tried: [{ name: 'order.complete', place: ['mapping', 'order', 'complete'], result: 'matched' }],
    rule: 'order.complete',
  },
  {
    fact: 'a condition that is false',
    mapping: { order: { complete: [{ condition: no }, {}, {}] }, '*': { '*': {} } },
    tried: [
      { name: 'order.complete[0]', place: ['mapping', 'order', 'complete', 0], result: 'condition-false' },
      { name: 'order.complete[1]', place: ['mapping', 'order', 'complete', 1], result: 'matched' },
      { name: 'order.complete[2]', place: ['mapping', 'order', 'complete', 2], result: 'not-reached' },
    ],
    rule: 'order.complete[1]',
  },
  {
    fact: 'only conditions that are false',
    mapping: { order: { complete: { condition: no } }, '*': { '*': {} } },
    tried: [
      { name: 'order.complete', place: ['mapping', 'order', 'complete'], result: 'condition-false' },
      { name: '*.*', place: ['mapping', '*', '*'], result: 'matched' },
    ],
    rule: '*.*',
  },
  {
    fact: 'a list with a hole behind the rule',
    mapping: { order: { complete: [{}, null, {}] } },
    tried: [
      { name: 'order.complete[0]', place: ['mapping', 'order', 'complete', 0], result: 'matched' },
      { name: 'order.complete[2]', place: ['mapping', 'order', 'complete', 2], result: 'not-reached' },
    ],
    rule: 'order.complete[0]',
  },
  {
    fact: 'a rule that is false, which counts as none',
    mapping: { order: { complete: [false] }, '*': { '*': { name: 'x' } } },
    tried: [
      { name: 'order.complete[0]', place: ['mapping', 'order', 'complete', 0], result: 'matched' },
      { name: '*.*', place: ['mapping', '*', '*'], result: 'matched' },
    ],
    rule: '*.*',
  },
])('tells of $fact what was tried', ({ mapping, name = 'order complete', tried, rule }) => {
  const found = find(mapping)(named(name), aFrame(), null)
  expect(found?.name ?? null).toBe(rule)
  expect(stepOf(mapping, named(name))).toEqual({ kind: 'rules', tried, rule, place: found?.place ?? null })
})

it.each([
  { fact: 'null in a list', mapping: { order: { complete: [null] } }, name: 'order complete' },
  {
    fact: 'undefined in a list',
    mapping: { order: { complete: [{ condition: no }, undefined] } },
    name: 'order complete',
  },
])('fails as walkerOS does at $fact', ({ mapping, name }) => {
  const cause = new TypeError("Cannot read properties of null (reading 'condition')")
  expect(() => find(mapping)(named(name), aFrame(), null)).toThrow(cause)
})

it('fails as walkerOS does at a name that is no text', () => {
  const cause = new TypeError('(t.name || "").split is not a function')
  expect(() => find({})(named(7), aFrame(), null)).toThrow(cause)
  expect(find({ order: { complete: {} } })(named(undefined), aFrame(), null)).toBe(null)
})

it('says which condition threw, and what', () => {
  const fault = new Error('boom')
  const mapping = {
    order: {
      complete: {
        condition: () => {
          throw fault
        },
      },
    },
  }
  const run = () => find(mapping)(named('order complete'), aFrame(), null)
  expect(run).toThrow(ConditionThrew)
  try {
    run()
  } catch (error) {
    expect(error).toMatchObject({ message: 'boom', cause: fault, rule: { name: 'order.complete' } })
  }
})

it.each([
  { fact: 'of the event', event: { name: 'order complete', consent: { a: true } }, consent: { a: true } },
  { fact: 'of the collector, where the event has none', event: { name: 'order complete' }, consent: { b: true } },
])('shows conditions the consent $fact', ({ event, consent }) => {
  const seen: unknown[] = []
  const complete = { condition: (...given: unknown[]) => seen.push(...given) }
  const frame = aFrame({ collector: { push: 1 }, collectorConsent: { b: true } })
  find({ order: { complete } })(event, frame, null)
  expect(seen).toEqual([event, { event, mapping: complete, collector: { push: 1 }, consent }])
})

const noCode = {
  compile(_: string, at: unknown[]) {
    throw new CodeFault('unavailable', at as never, 'no')
  },
} as unknown as CodeRunner

it('cannot know the rule where the mapping is a function that cannot be run, nor where its condition is one', () => {
  const mapping = reviveCode('$code:x', noCode)
  const condition = reviveCode('$code:x', noCode)
  expect(() => find(mapping)(named('order complete'), aFrame(), null)).toThrow(CodeFault)
  expect(find(mapping)(named('order'), aFrame(), null)).toBe(null)
  expect(() => find({ order: { complete: { condition } } })(named('order complete'), aFrame(), null)).toThrow(CodeFault)
  // A function that can be run holds no rules, and hides nothing.
  expect(find(() => 1)(named('order complete'), aFrame(), null)).toBe(null)
})

it('remembers the rules of ten thousand names, and starts over then', () => {
  const rules = find({ order: { complete: {} }, '*': { '*': {} } })
  const of = (name: string) => rules(named(name), aFrame(), null)
  const first = of('order complete')
  for (let index = 1; index <= 10_000; index++) of(`entity${index} action`)
  expect(of('order complete')).toBe(first)
  of('one more')
  expect(of('order complete')).not.toBe(first)
  expect(of('order complete')?.name).toBe('order.complete')
})
