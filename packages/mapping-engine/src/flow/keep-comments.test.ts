import type { JsonValue, Place } from '@mapping-designer/shared-types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { insertInFlow, setInFlow } from './edit-flow.ts'
import { parseCommented } from './parse-commented.ts'

const text = `// above all
{
  // above a
  "a": 1, // behind a
  /* above map */
  "map": { // behind the brace
    // above id
    "id": "data.id", // behind id
    "name": /* before the name */ "data.name" /* behind name */,
    // above list
    "list": [
      // above one
      { "one": 1 }, // behind one
      // above two
      { "two": 2 /* in two */ } // behind two
      // end of the list
    ]
    // end of the map
  }, // behind map
  "last": true // behind last
  // end
}
// below all
`
const all = text.match(/\/\/[^\n]*|\/\*.*?\*\//g) ?? []
const value = (source: string) => parseCommented(source) as JsonValue
const map = (value(text) as { map: Record<string, JsonValue> }).map
const list = map['list'] as JsonValue[]
/** The line of the text that holds a comment. */
const lineOf = (source: string, comment: string) => source.split('\n').find((line) => line.includes(comment))

describe('an edit of a text with comments', () => {
  it.each<{ does: string; place: Place; to: JsonValue }>([
    { does: 'renames an entry', place: ['map'], to: { id: 'data.id', title: 'data.name', list } },
    { does: 'renames the first entry', place: ['map'], to: { key: 'data.id', name: 'data.name', list } },
    { does: 'moves an entry up', place: ['map'], to: { name: 'data.name', id: 'data.id', list } },
    { does: 'moves the last entry to the front', place: ['map'], to: { list, id: 'data.id', name: 'data.name' } },
    { does: 'renames and changes an entry', place: ['map'], to: { id: 'data.id', title: 'data.title', list } },
    { does: 'moves items', place: ['map', 'list'], to: list.toReversed() },
    { does: 'moves items from further above', place: ['map'], to: { ...map, list: list.toReversed() } },
    { does: 'adds an entry', place: ['map', 'new'], to: { x: [1] } },
    { does: 'adds an entry at the end', place: ['new'], to: 'x' },
    { does: 'changes a value', place: ['map', 'name'], to: 'data.title' },
    { does: 'adds an entry to an item', place: ['map', 'list', 1, 'three'], to: 3 },
    {
      does: 'moves an entry to another object',
      place: [],
      to: { a: 1, map: { id: 'data.id', name: 'data.name' }, last: true, other: { list } },
    },
  ])('$does and keeps every comment', ({ place, to }) => {
    const edited = setInFlow(text, place, to)
    const kept = edited.match(/\/\/[^\n]*|\/\*.*?\*\//g)
    expect(kept?.toSorted()).toEqual(all.toSorted())
    const found = place.reduce<unknown>((one, step) => (one as Record<string, unknown>)[step], value(edited))
    expect(JSON.stringify(found)).toBe(JSON.stringify(to))
  })

  it('keeps each comment with the entry that it is about', () => {
    const edited = setInFlow(text, ['map'], { list, title: 'data.name', id: 'data.id' })
    expect(lineOf(edited, 'behind id')).toContain('"id": "data.id"')
    expect(lineOf(edited, 'behind name')).toContain('"title": /* before the name */ "data.name"')
    expect(edited).toMatch(/\/\/ above list\n {4}"list": \[/)
    expect(edited).toMatch(/\/\/ above id\n {4}"id"/)
  })

  it('takes an entry away with its own comments alone', () => {
    const edited = setInFlow(text, ['map', 'id'], undefined)
    const gone = all.filter((comment) => !edited.includes(comment))
    expect(gone).toEqual(['// above id', '// behind id'])
    expect(setInFlow(text, ['map', 'list', 0], undefined)).toMatch(
      /\[\s*\/\/ above two\n\s*{ "two": 2 \/\* in two \*\/ }/,
    )
    const alone = setInFlow(text, ['last'], undefined)
    expect(all.filter((comment) => !alone.includes(comment))).toEqual(['// behind last'])
  })

  it('puts an item into a list, and the comments stay with theirs', () => {
    const edited = insertInFlow(text, ['map', 'list', 1], { half: 1 })
    expect(all.filter((comment) => !edited.includes(comment))).toEqual([])
    expect(lineOf(edited, 'behind one')).toContain('"one"')
    expect((value(edited) as { map: { list: unknown } }).map.list).toEqual([list[0], { half: 1 }, list[1]])
  })

  it('takes the comments inside along where one of two items stands alone', () => {
    const edited = setInFlow(text, ['map', 'list'], { two: 2 })
    expect(edited).toContain('"list": { "two": 2 /* in two */ }')
  })

  it.each([
    '{ "a": 1 /* c */, "b": 2, "o": {} }',
    '{ "a": 1 /* c */ , /* d */ "b": 2, "o": {} }',
    '{\n  "a": 1 /* c */, // d\n  "b": 2, "o": {}\n}',
    '{\n  "a": 1 // c\n  , "b": 2, "o": {}\n}',
    '{\n  "a": 1\n  /* c */\n  , "b": "http://x" // d\n  , "o": {}\n}',
  ])('keeps a comment that stands before the comma: %s', (written) => {
    const commentsOf = (source: string) => source.match(/\/\/ [^\n]*|\/\*.*?\*\//g)
    for (const [name, to] of [
      ['a', 3],
      ['b', 3],
      ['o', { d: 1 }],
      ['new', true],
    ] as const) {
      const edited = setInFlow(written, [name], to)
      expect(value(edited)).toEqual({ ...(value(written) as object), [name]: to })
      expect(commentsOf(edited)).toEqual(commentsOf(written))
    }
    const alone = setInFlow(setInFlow(written, ['o'], undefined), ['b'], undefined)
    expect(value(alone)).toEqual({ a: 1 })
    expect(alone).toContain(' c')
  })

  it('holds whatever value it is given', () => {
    const places: Place[] = [[], ['map'], ['map', 'list'], ['map', 'list', 0], ['a'], ['map', 'new', 'deep']]
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (place, to) => {
        if (place.length === 0 && (typeof to !== 'object' || to === null)) return
        const normal = JSON.parse(JSON.stringify(to)) as JsonValue
        const edited = setInFlow(text, place, normal)
        const found = place.reduce<unknown>((one, step) => (one as Record<string, unknown>)[step], value(edited))
        expect(found).toEqual(normal)
      }),
      { numRuns: 300 },
    )
  })
})
