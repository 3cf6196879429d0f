import { describe, expect, it } from 'vitest'
import { aFrame, anEvent } from '../testing/builders.ts'
import { compileValue } from './compile-value.ts'
import type { FieldNote, Frame } from './frame.ts'

const event = anEvent({
  data: { id: 'A', n: 1, none: null, list: [1, 2], empty: {} },
  nested: [
    { entity: 'product', data: { sku: 'P-1' } },
    { entity: 'product', data: {} },
  ],
  consent: { functional: true },
})

/** Every note that one value leaves, in the order of evaluation, and what the value comes to. */
function notesOf(config: unknown): { value: unknown; notes: Omit<FieldNote, 'place'>[]; places: FieldNote['place'][] } {
  const notes: NonNullable<Frame['notes']> = { fields: [], target: [] }
  const frame = aFrame({ event, notes })
  const value = compileValue(config, ['data'])(event, event['consent'], frame)
  expect(notes.target).toEqual([])
  return {
    value,
    notes: notes.fields.map(({ place: _, ...note }) => note),
    places: notes.fields.map(({ place }) => place),
  }
}
const gives = (source: unknown, value: unknown, ...target: (string | number)[]) => ({
  target,
  source,
  missing: null,
  value,
})
const lacks = (missing: unknown, ...target: (string | number)[]) => ({
  target,
  source: null,
  missing,
  value: undefined,
})
const path = (name: string) => ({ kind: 'path', path: name })

const itemsAsTheyAre = [
  gives(path('data.list'), [1, 2]),
  gives({ kind: 'whole' }, 1, 0),
  gives({ kind: 'whole' }, 2, 1),
  gives({ kind: 'loop', count: 2 }, [1, 2]),
]

describe('notes of a value', () => {
  it.each<{ fact: string; config: unknown; notes: unknown[] }>([
    { fact: 'a path', config: 'data.id', notes: [gives(path('data.id'), 'A')] },
    { fact: 'a path that is not there', config: 'data.x', notes: [lacks(path('data.x'))] },
    { fact: 'a path to null', config: 'data.none', notes: [lacks({ kind: 'rejected', path: 'data.none' })] },
    { fact: 'a key', config: { key: 'data.n' }, notes: [gives(path('data.n'), 1)] },
    { fact: 'a key that is not there', config: { key: 'data.x' }, notes: [lacks(path('data.x'))] },
    { fact: 'a key to null', config: { key: 'data.none' }, notes: [lacks({ kind: 'rejected', path: 'data.none' })] },
    { fact: 'a static value', config: { value: 7 }, notes: [gives({ kind: 'static', because: null }, 7)] },
    {
      fact: 'a static value in place of a path',
      config: { key: 'data.x', value: 'EUR' },
      notes: [gives({ kind: 'static', because: path('data.x') }, 'EUR')],
    },
    {
      fact: 'a path before its static value',
      config: { key: 'data.id', value: 'EUR' },
      notes: [gives(path('data.id'), 'A')],
    },
    {
      fact: 'a function',
      config: { fn: (input: typeof event) => (input['data'] as { id: string }).id },
      notes: [gives({ kind: 'function' }, 'A')],
    },
    {
      fact: 'a function that gives nothing',
      config: { fn: () => undefined },
      notes: [lacks({ kind: 'function' })],
    },
    {
      fact: 'a function with a static value behind it',
      config: { fn: () => undefined, value: 'x' },
      notes: [gives({ kind: 'static', because: { kind: 'function' } }, 'x')],
    },
    {
      fact: 'validation that fails',
      config: { key: 'data.id', validate: () => false },
      notes: [lacks({ kind: 'validate' })],
    },
    {
      fact: 'validation that fails before a static value',
      config: { key: 'data.id', validate: () => false, value: 'x' },
      notes: [gives({ kind: 'static', because: { kind: 'validate' } }, 'x')],
    },
    {
      fact: 'a condition that is false',
      config: { key: 'data.id', condition: () => false },
      notes: [lacks({ kind: 'condition' })],
    },
    {
      fact: 'consent that is missing',
      config: { key: 'data.id', consent: { marketing: true } },
      notes: [lacks({ kind: 'consent', required: ['marketing'] })],
    },
    {
      fact: 'consent that is missing before a static value',
      config: { key: 'data.id', consent: { marketing: true, statistics: true }, value: 'x' },
      notes: [gives({ kind: 'static', because: { kind: 'consent', required: ['marketing', 'statistics'] } }, 'x')],
    },
    {
      fact: 'consent that is given',
      config: { key: 'data.id', consent: { functional: true } },
      notes: [gives(path('data.id'), 'A')],
    },
    { fact: 'a whole event that is no property', config: '', notes: [lacks({ kind: 'rejected', path: null })] },
    {
      fact: 'a whole event that is no property, by an empty key',
      config: { key: '', unknown: 1 },
      notes: [lacks({ kind: 'rejected', path: null })],
    },
    {
      fact: 'items as they are, by an empty key',
      config: { loop: ['data.list', { key: '' }] },
      notes: itemsAsTheyAre,
    },
    {
      fact: 'items as they are',
      config: { loop: ['data.list', ''] },
      notes: itemsAsTheyAre,
    },
    {
      fact: 'a loop over no list that keeps its key',
      config: { loop: ['data.id', 'x'], key: 'data.n' },
      notes: [gives(path('data.id'), 'A'), gives(path('data.n'), 1)],
    },
    {
      fact: 'a loop and a map, of which the loop counts',
      config: { loop: ['data.list', ''], map: { a: 'data.id' } },
      notes: itemsAsTheyAre,
    },
    {
      fact: 'a map that holds what is no property',
      config: { map: { a: { consent: { marketing: true }, value: null } } },
      notes: [
        gives({ kind: 'static', because: { kind: 'consent', required: ['marketing'] } }, null, 'a'),
        lacks({ kind: 'rejected', path: null }),
      ],
    },
    {
      fact: 'a static value that is no property',
      config: { value: [null] },
      notes: [lacks({ kind: 'rejected', path: null })],
    },
    {
      fact: 'a function and an unknown key',
      config: { fn: () => undefined, unknown: 1 },
      notes: [lacks({ kind: 'function' })],
    },
    { fact: 'no operator', config: {}, notes: [lacks({ kind: 'no-operator' })] },
    {
      fact: 'alternatives',
      config: ['data.x', { key: 'data.n' }, 'data.id'],
      notes: [lacks(path('data.x')), gives(path('data.n'), 1)],
    },
    {
      fact: 'a map',
      config: { map: { a: 'data.id', b: 'data.x', c: { value: 0 } } },
      notes: [
        gives(path('data.id'), 'A', 'a'),
        lacks(path('data.x'), 'b'),
        gives({ kind: 'static', because: null }, 0, 'c'),
        gives({ kind: 'map', count: 2 }, { a: 'A', c: 0 }),
      ],
    },
    {
      fact: 'a set',
      config: { set: ['data.id', 'data.n'] },
      notes: [gives(path('data.id'), 'A', 0), gives(path('data.n'), 1, 1), gives({ kind: 'set', count: 2 }, ['A', 1])],
    },
    {
      fact: 'a loop',
      config: { loop: ['nested', 'data.sku'] },
      notes: [
        gives(path('nested'), event['nested']),
        gives(path('data.sku'), 'P-1', 0),
        lacks(path('data.sku'), 1),
        gives({ kind: 'loop', count: 1 }, ['P-1']),
      ],
    },
    {
      fact: 'a map in a loop in a map',
      config: { map: { items: { loop: ['nested', { map: { sku: 'data.sku' } }] } } },
      notes: [
        gives(path('nested'), event['nested'], 'items'),
        gives(path('data.sku'), 'P-1', 'items', 0, 'sku'),
        gives({ kind: 'map', count: 1 }, { sku: 'P-1' }, 'items', 0),
        lacks(path('data.sku'), 'items', 1, 'sku'),
        gives({ kind: 'map', count: 0 }, {}, 'items', 1),
        gives({ kind: 'loop', count: 2 }, [{ sku: 'P-1' }, {}], 'items'),
        gives({ kind: 'map', count: 1 }, { items: [{ sku: 'P-1' }, {}] }),
      ],
    },
  ])('of $fact', ({ config, notes }) => {
    expect(notesOf(config).notes).toEqual(notes)
  })

  it('say where lists, sets and nested lists are', () => {
    const at = (config: unknown) => notesOf(config).places.map((place) => place.join('.'))
    expect(at(['data.x', { key: 'data.y' }])).toEqual(['data.0', 'data.1'])
    expect(at({ set: ['data.id', { map: { a: 'data.n' } }] })).toEqual([
      'data.set.0',
      'data.set.1.map.a',
      'data.set.1',
      'data',
    ])
    expect(at([['data.x', { fn: () => 1 }]])).toEqual(['data.0.0', 'data.0.1'])
    expect(at({ map: { a: {} }, value: 1 })).toEqual(['data.map.a', 'data'])
  })

  it('go on after ten thousand paths', () => {
    for (let index = 0; index < 10_002; index++) {
      expect(notesOf({ key: `x.p${index}`, fn: () => 1 }).notes).toHaveLength(1)
    }
    expect(notesOf({ key: 'x.p1', value: 2 }).notes).toEqual([gives({ kind: 'static', because: path('x.p1') }, 2)])
  })

  it('say where in the config each part is', () => {
    const { places } = notesOf({ map: { a: 'data.id', b: { loop: ['nested', { key: 'data.sku' }] } } })
    expect(places.map((place) => place.join('.'))).toEqual([
      'data.map.a',
      'data.map.b.loop.0',
      'data.map.b.loop.1',
      'data.map.b.loop.1',
      'data.map.b',
      'data',
    ])
  })
})
