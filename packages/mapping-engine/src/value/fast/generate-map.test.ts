import { describe, expect, it } from 'vitest'
import { protoKeyFound, whileWatching } from '../../path/proto-key.ts'
import { semanticsOf } from '../../runtime/differences.ts'
import { aFrame } from '../../testing/builders.ts'
import { compileValue } from '../compile-value.ts'
import { generateMap, type MapField, onSecondCall } from './generate-map.ts'
import { compileMapText } from './map-text.ts'

const events: unknown[] = [
  {
    data: { id: 'A', n: 1, yes: true, no: false, list: [1], odd: [null], none: null, nan: Number.NaN },
    user: { id: 'u' },
  },
  { data: { id: 'A' } },
  { data: 'text', user: null },
  { data: [], user: { id: { deep: 1 } } },
  { data: { id: '"\n' }, user: { id: { none: null } } },
  {},
  'text',
  null,
  7,
]
const maps: Record<string, unknown>[] = [
  { id: 'data.id' },
  { id: 'data.id', again: 'data.id', n: 'data.n', user: 'user.id' },
  {
    a: { key: 'data.none', value: 'x' },
    b: { key: 'data.missing', value: { y: 1 } },
    c: { key: 'data.id', value: 'z' },
  },
  { a: { key: 'data.odd', value: 0 }, b: { key: 'data.nan', value: false }, c: { key: 'data.none', value: [null] } },
  { yes: 'data.yes', no: 'data.no', list: 'data.list' },
  { whole: 'data', one: 'data.list.0', wild: 'data.*', two: '*.id', all: '' },
  { fixed: { value: 1 }, id: 'data.id' },
  { '"': 'data.id', 'a.b': 'user.id', länge: 'data.n' },
  { id: 'data.id', inner: { map: { user: 'user.id' } }, after: 'data.id' },
  { id: 'data.id', text: { fn: () => 'made' }, after: 'data.n' },
]

describe('a map in generated code', () => {
  it.each(maps)('comes to what it comes to without: %j', (map) => {
    const frame = () => aFrame({ collectorConsent: {} })
    const generated = compileValue({ map })
    const text = compileMapText({ map }, semanticsOf('4.2'))
    for (let round = 0; round < 3; round++) {
      for (const event of events) {
        // A value that is compiled for the occasion runs without generated code.
        const plain = compileValue({ map })(event, undefined, frame()) as Record<string, unknown>
        const made = generated(event, undefined, frame()) as Record<string, unknown>
        expect(made).toEqual(plain)
        expect(Object.keys(made)).toEqual(Object.keys(plain))
        const json = JSON.stringify(plain)
        expect(text?.run(event, undefined, frame(), '')).toBe(json === '{}' ? '' : json)
        expect(text?.run(event, undefined, frame(), '{"before":1')).toBe(
          json === '{}' ? '{"before":1}' : `{"before":1,${json.slice(1)}`,
        )
      }
    }
  })

  it('reads again what a function may have changed', () => {
    const map = {
      before: 'data.id',
      change: { fn: (value: object) => Object.assign(value, { data: { id: 'B' } }).data.id },
      after: 'data.id',
    }
    const run = compileValue({ map })
    for (let round = 0; round < 3; round++) {
      const event = { data: { id: 'A' } }
      expect(run(event, undefined, aFrame({ event }))).toEqual({ before: 'A', change: 'B', after: 'B' })
    }
    expect(compileMapText({ map }, semanticsOf('4.2'))?.run({ data: { id: 'A' } }, undefined, aFrame(), '')).toBe(
      '{"before":"A","change":"B","after":"B"}',
    )
  })

  it('has names and text only where JavaScript keeps their order and nothing stands around the map', () => {
    expect(compileMapText({ map: { a: 'x.y', b: 'x.z' } }, semanticsOf('4.2'))?.names).toEqual(new Set(['a', 'b']))
    expect(compileMapText({ map: { a1: 'x.y', '1a': 'x.y', '-1': 'x.y', '1.5': 'x.y' } }, semanticsOf('4.2'))).not.toBe(
      null,
    )
    for (const config of [
      { map: { 1: 'x.y' } },
      { map: { a: 'x.y', 12: 'x.y' } },
      { map: JSON.parse('{"__proto__":"x.y"}') },
      { map: { a: 'x.y' }, value: 1 },
      { map: ['x.y'] },
      { map: { a: { consent: { m: true }, value: null } } },
      'x.y',
      {},
      null,
    ]) {
      expect(compileMapText(config, semanticsOf('4.2'))).toBe(null)
    }
  })

  it('watches for keys __proto__ where a path finds nothing', () => {
    const run = compileValue({ map: { id: 'data.id', n: 'data.n' } })
    const text = compileMapText({ map: { id: 'data.id', n: 'data.n' } }, semanticsOf('4.2'))
    for (const json of ['{"__proto__":{"data":{"id":1}}}', '{"data":{"id":"A","__proto__":{"n":1}}}']) {
      for (let round = 0; round < 3; round++) {
        expect(() => whileWatching(() => run(JSON.parse(json), undefined, aFrame()))).toThrow(protoKeyFound)
        expect(() => whileWatching(() => text?.run(JSON.parse(json), undefined, aFrame(), ''))).toThrow(protoKeyFound)
      }
    }
    const found = '{"data":{"id":"A","n":1,"__proto__":{"x":1}}}'
    expect(whileWatching(() => run(JSON.parse(found), undefined, aFrame()))).toEqual({ id: 'A', n: 1 })
  })

  it('is not made for a map without such a path', () => {
    const field: MapField = { name: 'a', run: () => 1, pick: () => 1, isQuick: false, path: null, fallback: undefined }
    expect(generateMap([])).toBe(null)
    expect(generateMap([field])).toBe(null)
    const withPath = generateMap([field, { ...field, name: 'b', isQuick: true, path: { first: 'x', second: 'y' } }])
    expect(withPath?.({ x: { y: 2 } }, undefined, aFrame())).toEqual({ a: 1, b: 2 })
  })

  it('is made on the second call, once', () => {
    let made = 0
    const get = onSecondCall(() => ++made)
    expect([get(), get(), get(), get()]).toEqual([null, 1, 1, 1])
  })
})
