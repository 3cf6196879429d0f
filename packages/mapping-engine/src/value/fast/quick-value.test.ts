import { describe, expect, it } from 'vitest'
import { protoKeyFound, whileWatching } from '../../path/proto-key.ts'
import { aFrame } from '../../testing/builders.ts'
import { compileValue } from '../compile-value.ts'
import { compileQuick, quickTurns, quickValueOf } from './quick-value.ts'

const slow = () => 'slow'
const quick = (config: unknown) => quickValueOf(compileQuick(config, slow) ?? (() => undefined))

describe('a quick value', () => {
  it.each<{ config: unknown; path: unknown; fallback: unknown }>([
    { config: 'data.id', path: { first: 'data', second: 'id' }, fallback: undefined },
    { config: { key: 'data.id' }, path: { first: 'data', second: 'id' }, fallback: undefined },
    { config: { key: 'data.id', value: 'x' }, path: { first: 'data', second: 'id' }, fallback: 'x' },
    { config: { key: 'data.id', value: null }, path: { first: 'data', second: 'id' }, fallback: undefined },
    { config: { key: 'data.id', unknown: 1 }, path: { first: 'data', second: 'id' }, fallback: undefined },
    {
      config: { key: 'data.id', fn: '', map: null, loop: 0 },
      path: { first: 'data', second: 'id' },
      fallback: undefined,
    },
    { config: 'data', path: null, fallback: undefined },
    { config: 'data.id.x', path: null, fallback: undefined },
    { config: 'data.*', path: null, fallback: undefined },
    { config: '*.id', path: null, fallback: undefined },
    { config: { value: 'x' }, path: null, fallback: 'x' },
    { config: { value: 0 }, path: null, fallback: 0 },
    { config: { key: '', value: 'x' }, path: null, fallback: 'x' },
    { config: { value: null }, path: null, fallback: undefined },
  ])('is %j', ({ config, path, fallback }) => {
    expect(quick(config)).toMatchObject({ path, fallback })
    expect(quick(config)).toHaveProperty('fallback', fallback)
  })

  it.each<unknown>([
    '',
    {},
    [],
    ['data.id'],
    null,
    7,
    { key: '' },
    { key: 5 },
    { key: 5, value: 'x' },
    { value: undefined },
    ...['condition', 'consent', 'fn', 'loop', 'map', 'set', 'validate'].map((name) => ({ key: 'data.id', [name]: {} })),
  ])('is not %j', (config) => {
    expect(compileQuick(config, slow)).toBe(null)
  })

  it('is not asked of another function', () => {
    expect(quickValueOf(() => 1)).toBe(undefined)
  })

  it('counts its turns, is nothing of nothing, and takes notes in the slow way', () => {
    const run = compileQuick('data.id', slow)
    const frame = aFrame()
    expect(run?.({ data: { id: 'A' } }, undefined, frame)).toBe('A')
    expect(frame.turns).toBe(quickTurns)
    expect(run?.(undefined, undefined, frame)).toBe(undefined)
    expect(frame.turns).toBe(quickTurns)
    expect(run?.({ data: { id: 'A' } }, undefined, aFrame({ notes: { fields: [], target: [] } }))).toBe('slow')
  })

  it.each<{ value: unknown; found: unknown }>([
    { value: { data: { id: 'A' } }, found: 'A' },
    { value: { data: { id: '' } }, found: '' },
    { value: { data: { id: 0 } }, found: 0 },
    { value: { data: { id: null } }, found: 'x' },
    { value: { data: { id: undefined } }, found: 'x' },
    { value: { data: {} }, found: 'x' },
    { value: { data: 'text' }, found: 'x' },
    { value: { data: null }, found: 'x' },
    { value: {}, found: 'x' },
    { value: null, found: 'x' },
    { value: 'text', found: 'x' },
  ])('finds in $value, or has its fallback', ({ value, found }) => {
    expect(quick({ key: 'data.id', value: 'x' })?.pick(value)).toEqual(found)
    expect(compileValue({ key: 'data.id', value: 'x' })(value, undefined, aFrame())).toEqual(found)
  })

  it('of one step or of three, finds too', () => {
    const event = { data: { id: { x: 1 }, none: null } }
    expect(compileValue('data.id.x')(event, undefined, aFrame())).toBe(1)
    expect(compileValue({ key: 'data.none.x', value: 2 })(event, undefined, aFrame())).toBe(2)
    expect(compileValue({ key: 'name', value: 2 })({ name: null }, undefined, aFrame())).toBe(2)
  })

  it('watches for keys __proto__ where it finds nothing', () => {
    const pick = (json: string) => whileWatching(() => compileValue('data.id')(JSON.parse(json), undefined, aFrame()))
    expect(() => pick('{"__proto__":{"data":{"id":1}}}')).toThrow(protoKeyFound)
    expect(() => pick('{"data":{"__proto__":{"id":1}}}')).toThrow(protoKeyFound)
    expect(pick('{"data":{"id":"A","__proto__":{"id":1}}}')).toBe('A')
    expect(pick('{"data":"text","__proto__":{"x":1}}')).toBe(undefined)
  })
})
