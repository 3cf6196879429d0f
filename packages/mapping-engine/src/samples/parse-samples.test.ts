import { describe, expect, it } from 'vitest'
import { parseSamples } from './parse-samples.ts'

const names = (text: string) => parseSamples(text).events.map(({ event }) => event['name'])

describe('events in every form people have them', () => {
  it.each([
    { form: 'one JSON event', text: '{"name":"page view"}', found: ['page view'] },
    { form: 'a JSON array', text: '[{"name":"a b"},{"name":"c d"}]', found: ['a b', 'c d'] },
    { form: 'JSON Lines', text: '{"name":"a b"}\n\n{"name":"c d"}\r\n', found: ['a b', 'c d'] },
    { form: 'JSON5', text: "{ name: 'a b', /* why */ data: { x: 1, }, }", found: ['a b'] },
    { form: 'a byte order mark', text: '\uFEFF{"name":"a b"}', found: ['a b'] },
    {
      form: 'elb calls',
      text: "elb('order complete', { id: 'A)' });\nelb('page view')",
      found: ['order complete', 'page view'],
    },
  ])('reads $form', ({ text, found }) => {
    expect(names(text)).toEqual(found)
  })

  it('reads all arguments of an elb call', () => {
    const text =
      "await elb('product view', { id: 7 }, 'click', { shop: ['list', 0] }, [{ entity: 'size' }], { a: true })"
    expect(parseSamples(text).events[0]?.event).toEqual({
      name: 'product view',
      data: { id: 7 },
      trigger: 'click',
      context: { shop: ['list', 0] },
      nested: [{ entity: 'size' }],
      custom: { a: true },
    })
  })
})

describe('texts that are broken', () => {
  it('keeps the good lines and names the bad ones', () => {
    const { events, errors } = parseSamples('{"name":"a b"}\n{"name": }\n7\n{"name":"c d"}')
    expect(events.map(({ line }) => line)).toEqual([1, 4])
    expect(errors).toEqual([
      { line: 2, column: 10, message: 'Line 2, column 10: a value is missing.' },
      { line: 3, column: 1, message: expect.stringContaining('Line 3 is a number') },
    ])
  })

  it.each([
    { text: '{"name": "a b" "data": {}}', message: 'Line 1, column 16: a comma is missing.' },
    { text: '', message: 'There is no event in this text.' },
    { text: '"order complete"', message: expect.stringContaining('The text is a string, but an event is an object') },
    { text: "elb('a b', document.title)", message: expect.stringContaining('the arguments of elb are no plain data') },
  ])('says what is wrong with $text', ({ text, message }) => {
    expect(parseSamples(text).errors[0]?.message).toEqual(message)
  })
})

describe('numbers beyond what JavaScript can hold', () => {
  it('shows the digits that would be lost and where they stand', () => {
    expect(parseSamples('{\n "name": "a b", "data": {"id": 73314510714175488123}}').rounded).toEqual([
      { line: 2, column: 32, written: '73314510714175488123', kept: '73314510714175490000' },
    ])
  })
  it.each(['9007199254740992', '1.50', '1e3', '0.1', '12345678901234567000', '-0.0', '1e400'])(
    'judges %s',
    (number) => {
      const isKept = number !== '1e400'
      expect(parseSamples(`{"name":"a b","n":${number.padStart(18)}}`).rounded.length).toBe(isKept ? 0 : 1)
    },
  )
})
