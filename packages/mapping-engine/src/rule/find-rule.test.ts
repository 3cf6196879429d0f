import type { JsonObject } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'

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
