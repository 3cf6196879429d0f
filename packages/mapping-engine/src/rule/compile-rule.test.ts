import { describe, expect, it } from 'vitest'
import { semanticsOf } from '../runtime/differences.ts'
import { aFrame, anEvent } from '../testing/builders.ts'
import { CodeFault, type CodeRunner, reviveCode } from '../value/code-function.ts'
import { compileRule, type RuleDefaults } from './compile-rule.ts'

const place = ['mapping', 'order', 'complete']
const rule = (raw: unknown, defaults: Partial<RuleDefaults> = {}) =>
  compileRule(raw, 'order.complete', place, {
    data: undefined,
    include: undefined,
    semantics: semanticsOf('4.2'),
    ...defaults,
  })

/** The value of a record as text in one pass; undefined where the rule has none, null where the event has none. */
function textOf(raw: unknown, { event = anEvent(), ...defaults }: Partial<RuleDefaults> & { event?: object } = {}) {
  const { valueText } = rule(raw, defaults)
  expect(valueText()).toBe(null)
  const run = valueText()
  return run === null ? undefined : run(event as Record<string, unknown>, aFrame({ event }))
}

describe('the value of a record in one pass', () => {
  const data = { map: { id: 'data.id', total: 'data.total' } }

  it.each<{ fact: string; raw: object; defaults?: object; text: string | undefined }>([
    { fact: 'a map', raw: { data }, text: '{"id":"ORD-1","total":99.5}' },
    { fact: 'a map in which nothing is found', raw: { data: { map: { a: 'x.y' } } }, text: '' },
    {
      fact: 'included sections before a map',
      raw: { data, include: ['consent', 'user'] },
      text: '{"user_id":"us3r","user_session":"s3ss10n","id":"ORD-1","total":99.5}',
    },
    {
      fact: 'sections that the destination includes',
      raw: { data },
      defaults: { include: ['user'] },
      text: '{"user_id":"us3r","user_session":"s3ss10n","id":"ORD-1","total":99.5}',
    },
    {
      fact: 'sections of the rule instead of those of the destination',
      raw: { data, include: [] },
      defaults: { include: ['user'] },
      text: '{"id":"ORD-1","total":99.5}',
    },
    { fact: 'what is removed', raw: { data, remove: ['id'] }, text: undefined },
    { fact: 'data of the destination', raw: { data }, defaults: { data: 'data' }, text: undefined },
    { fact: 'a path', raw: { data: 'data.id' }, text: undefined },
    { fact: 'no data', raw: {}, text: undefined },
    { fact: 'sections that are no list', raw: { data, include: 'user' }, text: undefined },
    {
      fact: 'flat names',
      raw: { data, include: ['user'] },
      defaults: { semantics: semanticsOf('4.4') },
      text: undefined,
    },
  ])('of $fact', ({ raw, defaults, text }) => {
    expect(textOf(raw, defaults)).toBe(text)
  })

  it('is not had for an event whose section holds what JSON has no word for', () => {
    const event = anEvent({ user: { id: 'u', when: (() => 1) as never } })
    expect(textOf({ data, include: ['user'] }, { event })).toBe(null)
  })
})

describe('a rule', () => {
  it('knows its parts', () => {
    const raw = {
      settings: { topic: 'orders', key: 'data.id' },
      policy: { 'data.x': { value: 1 } },
      data: 'data.id',
      name: 'new name',
      ignore: 1,
      include: ['user'],
      remove: ['a'],
      condition: () => true,
    }
    const { policy, data, runKey, valueText: _, ...parts } = rule(raw)
    expect(parts).toEqual({
      raw,
      name: 'order.complete',
      place,
      condition: raw.condition,
      isIgnored: true,
      rename: 'new name',
      include: ['user'],
      remove: ['a'],
      topic: 'orders',
      keyPath: 'data.id',
      fault: undefined,
    })
    const event = anEvent()
    expect(policy?.entries.map(({ path }) => path)).toEqual(['data.x'])
    expect(data?.(event, undefined, aFrame())).toBe('ORD-1')
    expect(runKey?.(event, undefined, aFrame())).toBe('ORD-1')
  })

  it.each([
    { fact: 'no settings', raw: {}, topic: undefined, keyPath: undefined, hasKey: false },
    { fact: 'settings that are null', raw: { settings: null }, topic: undefined, keyPath: undefined, hasKey: false },
    // A key that is no text counts as a value, and gives nothing.
    { fact: 'numbers', raw: { settings: { topic: 5, key: 5 } }, topic: undefined, keyPath: undefined, hasKey: true },
    { fact: 'an empty key', raw: { settings: { topic: '', key: '' } }, topic: '', keyPath: '', hasKey: false },
  ])('reads topic and key of $fact', ({ raw, topic, keyPath, hasKey }) => {
    const compiled = rule(raw)
    expect(compiled).toMatchObject({ topic, keyPath, isIgnored: false, policy: null, data: null })
    expect(compiled.runKey !== null).toBe(hasKey)
  })

  const faulty = '$code:unknown'
  const noCode = {
    compile: (_: string, at: unknown[]) => {
      throw new CodeFault('unavailable', at as never, 'no')
    },
  }
  it.each<{ fact: string; raw: unknown; at: string[] | undefined }>([
    { fact: 'the rule itself', raw: faulty, at: [] },
    { fact: 'the name', raw: { name: faulty }, at: ['name'] },
    { fact: 'ignore', raw: { ignore: faulty }, at: ['ignore'] },
    { fact: 'include', raw: { include: [faulty] }, at: ['include', '0'] },
    { fact: 'remove', raw: { remove: [faulty] }, at: ['remove', '0'] },
    { fact: 'the settings', raw: { settings: { key: faulty } }, at: ['settings', 'key'] },
    { fact: 'the data, which says so when it is reached', raw: { data: faulty }, at: undefined },
    { fact: 'the policy, which says so when it is reached', raw: { policy: { a: faulty } }, at: undefined },
    { fact: 'the condition, which says so when it is asked', raw: { condition: faulty }, at: undefined },
  ])('cannot be known with a function that cannot be run as $fact', ({ raw, at }) => {
    const { fault } = rule(reviveCode(raw, noCode as unknown as CodeRunner))
    expect(fault?.place.map(String)).toEqual(at)
  })
})
