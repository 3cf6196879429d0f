import { jsonOrText } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { guardEdit, readParts, typedConsent, withKind } from './value-parts.ts'

it('takes a value apart by the operator that decides, as walkerOS runs it', () => {
  const kindOf = (config: Parameters<typeof readParts>[0]) => readParts(config).kind
  expect(kindOf('data.id')).toBe('path')
  expect(kindOf(['data.id', 'user.id'])).toBe('fallback')
  expect(kindOf({ key: 'data.id', fn: '$code:() => 1' })).toBe('path')
  expect(kindOf({ fn: '$code:() => 1', value: 2 })).toBe('function')
  expect(kindOf({ value: 2 })).toBe('static')
  expect(kindOf({ key: 'data', map: {}, loop: ['nested', 'data.id'] })).toBe('loop')
  expect(kindOf({ set: ['a'], map: {} })).toBe('map')
  expect(kindOf({ fn: 'no code' })).toBe('json')
  expect(kindOf(7)).toBe('json')
  expect(kindOf({})).toBe('json')
})

it('keeps what it does not read, and what something before it overrules', () => {
  const parts = readParts({ key: 'a', fn: '$code:() => 1', unknown: true, consent: 'marketing', value: 0 })
  expect(parts).toMatchObject({ kind: 'path', fallback: 0, consent: null })
  expect(parts.rest).toEqual({ fn: '$code:() => 1', unknown: true, consent: 'marketing' })
})

it('changes the kind without losing conditions, consent and what counts else', () => {
  const guarded = { key: 'data.id', condition: '$code:() => true', consent: { a: true }, value: 'none' }
  const { key: _key, ...guards } = guarded
  expect(withKind(guarded, 'loop', undefined)).toEqual({ loop: ['data.id', { map: { id: 'data.id' } }], ...guards })
  expect(withKind(guarded, 'function', undefined)).toEqual({ fn: '$code:(value, context) => value.data.id', ...guards })
  expect(withKind('nested.0.data.id', 'function', undefined)).toEqual({
    fn: '$code:(value, context) => value.nested[0].data.id',
  })
  expect(withKind('data.id', 'fallback', undefined)).toEqual(['data.id'])
  expect(withKind({ set: ['a', 'b'] }, 'fallback', undefined)).toEqual(['a', 'b'])
  expect(withKind({ value: 5 }, 'path', undefined)).toBe('')
})

it('writes a path alone as a text, and with anything beside it as an object', () => {
  expect(guardEdit(['x'], 'data.id', 'value', 0)).toEqual({ place: ['x'], value: { key: 'data.id', value: 0 } })
  expect(guardEdit(['x'], { key: 'data.id', value: 0 }, 'value', undefined)).toEqual({ place: ['x'], value: 'data.id' })
  expect(guardEdit(['x'], { key: 'data.id', value: 0 }, 'consent', { a: true })).toEqual({
    place: ['x', 'consent'],
    value: { a: true },
  })
})

it('reads what was typed as JSON where it is JSON, else as a text', () => {
  expect(['5', '"5"', 'EUR', '{"a":1}'].map(jsonOrText)).toEqual([5, '5', 'EUR', { a: 1 }])
  expect(typedConsent(' marketing , analytics,')).toEqual({ marketing: true, analytics: true })
  expect(typedConsent(' ')).toBeUndefined()
})
