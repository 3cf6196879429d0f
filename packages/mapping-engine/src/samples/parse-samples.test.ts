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

describe('what is no event, said at its place', () => {
  it.each([
    { text: '[{"name":"a b"}, 7]', line: 1, message: 'Item 2 is a number, but an event is an object' },
    { text: '[[{"name":"a b"}]]', line: 1, message: 'Item 1 is a list' },
    { text: '[null]', line: 1, message: 'Item 1 is null' },
    { text: 'true', line: 1, message: 'The text is a boolean' },
    { text: '\nelb(7, { id: 1 })', line: 2, message: 'Line 2: the first argument of elb is a number' },
    { text: '\n\nelb("a b", { id: 1 }', line: 3, message: 'Line 3: the call of elb has no closing parenthesis.' },
    { text: 'elb("a b", { id: new Date() })', line: 1, message: 'the arguments of elb are no plain data' },
  ])('$text', ({ text, line, message }) => {
    expect(parseSamples(text).errors[0]).toMatchObject({ line, message: expect.stringContaining(message) })
  })

  it.each([
    { text: '{"name" "a b"}', expected: 'a colon is missing' },
    { text: '{"name": "a b",, "data": {}}', expected: 'a name in double quotes is missing' },
    { text: '{"name": "a b"', expected: 'a closing brace is missing' },
    { text: '[{"name": "a b"}', expected: 'a closing bracket is missing' },
    { text: '{"name": "a b"} 7', expected: 'there is text after the end' },
    { text: '{"name": "a b}', expected: 'a string is not closed' },
    { text: '{"name": "a\u0001b" "c": 1}', expected: 'this is not JSON' },
  ])('$text: $expected', ({ text, expected }) => {
    expect(parseSamples(text).errors[0]?.message).toContain(expected)
  })

  it('says in JSON Lines that comments have no place there', () => {
    expect(parseSamples('{"name":"a b"}\n/* c */ {"name":"c d"}').errors[0]?.message).toBe(
      'Line 2, column 1: comments are not allowed here.',
    )
  })
})

it('reads elb calls whose texts hold quotes, brackets and escapes, and an event as an object', () => {
  const text = String.raw`elb('a b', { text: 'it\'s (fine)' }); elb({ name: 'c d' }); elb("e f", (({ id: 1 })))`
  expect(parseSamples(text).errors[0]?.message).toContain('no plain data')
  const fine = String.raw`elb('a b', { text: 'it\'s (fine)' }); elb({ name: 'c d' }); elb(${'`e f`'.replaceAll('`', '"')})`
  expect(parseSamples(fine).events.map(({ event }) => event)).toEqual([
    { name: 'a b', data: { text: "it's (fine)" } },
    { name: 'c d' },
    { name: 'e f' },
  ])
})
