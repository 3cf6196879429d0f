import { describe, expect, it } from 'vitest'
import { semanticsOf } from '../runtime/differences.ts'
import { compileIncludeText } from './fast/value-text.ts'
import { includeSections } from './include-sections.ts'

const event = {
  entity: 'order',
  action: 'complete',
  id: 'e-1',
  timestamp: 5,
  name: 'order complete',
  trigger: 'click',
  timing: 1.5,
  data: { id: 'A', gone: undefined, deep: { a: { b: 1 }, none: undefined }, list: [1] },
  globals: { lang: 'de' },
  context: { page: ['home', 0], plain: 'x' },
  user: { id: 'u' },
  source: { type: 'web' },
  custom: { never: 1 },
}
const all = {
  data_id: 'A',
  data_deep: { a: { b: 1 } },
  data_list: [1],
  globals_lang: 'de',
  context_page: 'home',
  context_plain: 'x',
  user_id: 'u',
  source_type: 'web',
  event_entity: 'order',
  event_action: 'complete',
  event_id: 'e-1',
  event_timestamp: 5,
  event_name: 'order complete',
  event_trigger: 'click',
  event_timing: 1.5,
}

describe('sections as fields', () => {
  it.each<{ fact: string; sections: string[]; runtime: '4.2' | '4.4'; fields: object }>([
    {
      fact: 'one level deep',
      sections: ['data'],
      runtime: '4.2',
      fields: { data_id: 'A', data_deep: { a: { b: 1 } }, data_list: [1] },
    },
    {
      fact: 'all the way down',
      sections: ['data'],
      runtime: '4.4',
      fields: { data_id: 'A', data_deep_a_b: 1, data_list: [1] },
    },
    {
      fact: 'of a context entry the label',
      sections: ['context'],
      runtime: '4.2',
      fields: { context_page: 'home', context_plain: 'x' },
    },
    {
      fact: 'of the event itself',
      sections: ['event'],
      runtime: '4.4',
      fields: Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('event_'))),
    },
    { fact: 'all', sections: ['all', 'nope'], runtime: '4.2', fields: all },
    {
      fact: 'none that is not known',
      sections: ['nope', 'custom', 'consent', 'user'],
      runtime: '4.2',
      fields: { user_id: 'u' },
    },
    { fact: 'none of a prototype', sections: ['toString', 'hasOwnProperty'], runtime: '4.2', fields: {} },
    { fact: 'twice the same', sections: ['user', 'user'], runtime: '4.2', fields: { user_id: 'u' } },
  ])('$fact', ({ sections, runtime, fields }) => {
    const made = includeSections(event, sections, semanticsOf(runtime))
    // Fields without a value would be written as nothing, and still be there.
    expect(Object.keys(made)).toEqual(Object.keys(fields))
    expect(made).toEqual(fields)
    expect(includeSections(event, sections, semanticsOf(runtime))).toEqual(fields)
  })

  it.each([undefined, null, 'text', 7, ['a'], () => 1])('leaves out a section that is %s', (user) => {
    expect(includeSections({ ...event, user }, ['user', 'globals'], semanticsOf('4.2'))).toEqual({ globals_lang: 'de' })
  })

  it('leaves out what a section inherits', () => {
    const user = Object.assign(Object.create({ inherited: 1 }), { own: 2 })
    expect(includeSections({ user }, ['user'], semanticsOf('4.2'))).toEqual(
      includeSections({ user: { own: 2 } }, ['user'], semanticsOf('4.2')),
    )
  })

  it('flattens lists no further', () => {
    const fields = includeSections({ data: { list: [{ a: 1 }], empty: {} } }, ['data'], semanticsOf('4.4'))
    expect(fields).toEqual({ data_list: [{ a: 1 }] })
  })
})

describe('sections as text', () => {
  const text = (sections: unknown, of: object = event, taken: string[] = []) =>
    compileIncludeText(sections, semanticsOf('4.2'), new Set(taken))?.(of as Record<string, unknown>)

  it.each<{ fact: string; sections: unknown }>([
    { fact: 'one', sections: ['user'] },
    { fact: 'several', sections: ['user', 'context', 'globals', 'data', 'source', 'event'] },
    { fact: 'some that are not known', sections: ['nope', 'user', 'custom'] },
  ])('is the JSON of the same fields, without its end: $fact', ({ sections }) => {
    const fields = includeSections(event, sections as string[], semanticsOf('4.2'))
    expect(`${text(sections)}}`).toBe(JSON.stringify(fields))
  })

  it.each([undefined, null, '', [], ['nope']])('is empty for %j', (sections) => {
    expect(text(sections)).toBe('')
  })

  it.each<unknown>([['all'], ['user', 'all'], ['user', 'user'], 'user', { user: true }])(
    'is not had for %j',
    (sections) => {
      expect(text(sections)).toBe(undefined)
    },
  )

  it('is not had where a runtime flattens', () => {
    expect(compileIncludeText(['user'], semanticsOf('4.4'), new Set())).toBe(null)
    expect(compileIncludeText([], semanticsOf('4.4'), new Set())?.({})).toBe('')
  })

  it('goes on over a section that is no object, and over values that are not there', () => {
    expect(text(['user', 'globals', 'data'], { ...event, user: 'x', data: { a: undefined, b: 1 } })).toBe(
      '{"globals_lang":"de","data_b":1',
    )
  })

  it('stays right for events with other keys, in another order', () => {
    const run = compileIncludeText(['user'], semanticsOf('4.2'), new Set())
    expect(run?.({ user: { a: 1, b: 2 } })).toBe('{"user_a":1,"user_b":2')
    expect(run?.({ user: { b: 2, a: 1 } })).toBe('{"user_b":2,"user_a":1')
    expect(run?.({ user: { b: 2 } })).toBe('{"user_b":2')
    expect(run?.({ user: { a: undefined, b: 2, c: 3 } })).toBe('{"user_b":2,"user_c":3')
    expect(run?.({ user: { c: 3, b: 2 } })).toBe('{"user_c":3,"user_b":2')
  })

  it.each<{ fact: string; user: object; taken?: string[] }>([
    { fact: 'a name that the map writes too', user: { id: 1 }, taken: ['user_id'] },
    { fact: 'a function', user: { id: () => 1 } },
    { fact: 'a key __proto__', user: JSON.parse('{"__proto__":1}') },
    { fact: 'a key __proto__ further down', user: JSON.parse('{"a":{"__proto__":1}}') },
  ])('is not had for an event with $fact', ({ user, taken }) => {
    expect(text(['user'], { user }, taken)).toBe(null)
  })

  it.each<{ fact: string; user: object; taken?: string[] }>([
    { fact: 'a name that is like another', user: { id: 1 }, taken: ['id', 'user_i'] },
    { fact: 'a text that says __proto__', user: { id: '__proto__' } },
    { fact: 'objects and lists', user: { id: { a: [1, null, 'x'] } } },
    { fact: 'names and texts that JSON escapes', user: { 'a"b': 'c\n"d' } },
  ])('is had for an event with $fact', ({ user, taken }) => {
    expect(`${text(['user'], { user }, taken)}}`).toBe(
      JSON.stringify(includeSections({ user } as never, ['user'], semanticsOf('4.2'))),
    )
  })
})
