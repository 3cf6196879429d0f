import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSamples } from './parse-samples.ts'
import { readSamples } from './read-samples.ts'

const names = (text: string) => parseSamples(text).events.map(({ event }) => event['name'])
const messages = (text: string) => parseSamples(text).errors.map(({ message }) => message)

describe('texts at the limits of parsers', () => {
  it.each([
    [
      'a text of many megabytes in one event',
      () => `{"name":"a b","data":{"t":"${'x'.repeat(2 ** 24)}","n":1e3}}`,
      1,
      0,
    ],
    ['a line of many megabytes that is none', () => 'x'.repeat(2 ** 24), 0, 1],
    ['blanks of many megabytes', () => `${' '.repeat(2 ** 24)}{"name":"a b"}`, 1, 0],
    [
      'a list that is nested too deeply',
      () => `{"name":"a b","data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      0,
      1,
    ],
  ])('%s', async (_what, text, events, errors) => {
    const found = await readSamples(text())
    expect([found.events.length, found.errors.length]).toEqual([events, errors])
  })
})

describe('events in every form people have them', () => {
  it.each([
    { form: 'one JSON event', text: '{"name":"page view"}', found: ['page view'] },
    { form: 'a JSON array', text: '[{"name":"a b"},{"name":"c d"}]', found: ['a b', 'c d'] },
    { form: 'JSON Lines', text: '{"name":"a b"}\n\n{"name":"c d"}\r\n', found: ['a b', 'c d'] },
    { form: 'JSON5', text: "{ name: 'a b', /* why */ data: { x: 1, }, }", found: ['a b'] },
    {
      form: 'JSON with comments',
      text: '// first\n{"name":"a b"} // why\n/* c */ {"name":"c d"}',
      found: ['a b', 'c d'],
    },
    { form: 'a byte order mark', text: '\uFEFF{"name":"a b"}', found: ['a b'] },
    { form: 'a zero-width space first', text: '\u200B{"name":"a b"}', found: ['a b'] },
    { form: 'JSON text sequences', text: '\u001E{"name":"a b"}\n\u001E{"name":"c d"}\n', found: ['a b', 'c d'] },
    { form: 'values on one line', text: '{"name":"a b"} {"name":"c d"},{"name":"e f"};', found: ['a b', 'c d', 'e f'] },
    { form: 'a fence of Markdown', text: '```json\n{"name":"a b"}\n```\n', found: ['a b'] },
    { form: 'JSON in a JSON text', text: JSON.stringify('{"name":"a b"}'), found: ['a b'] },
    {
      form: 'the lines of a log',
      text: '2024-05-01T10:00:00Z INFO sent {"name":"a b"}\nx {"name":"c d"} 200',
      found: ['a b', 'c d'],
    },
    { form: 'a curl command', text: `curl https://example.test -d '{"name":"a b"}'`, found: ['a b'] },
  ])('reads $form', ({ text, found }) => {
    expect({ found: names(text), errors: messages(text) }).toEqual({ found, errors: [] })
  })

  const event = fc.record({
    name: fc.constantFrom('a b', 'it’s } {', 'q " q', 'back\\slash'),
    nested: fc.array(fc.record({ data: fc.jsonValue({ maxDepth: 2 }) }), { maxLength: 3 }),
  })
  const printed = fc.constantFrom(
    (value: unknown) => JSON.stringify(value),
    (value: unknown) => JSON.stringify(value, null, 2),
    (value: unknown) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n'),
    // Every value on a line of its own, with nothing before it.
    (value: unknown) => JSON.stringify(value, null, 1).replaceAll(/^ +/gm, ''),
  )
  const separator = fc.constantFrom('\n', '\n\n', '\r\n', ' ', ',\n', '\n// why\n', '\n/* {"name": "no"} */\n')

  it('takes whole values, however they are printed and whatever lies between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(event, printed, separator), { minLength: 1, maxLength: 6 }), (all) => {
        const text = all.map(([value, print, after]) => print(value) + after).join('')
        const { events, errors } = parseSamples(text)
        expect(errors).toEqual([])
        expect(events.map((one) => one.event)).toEqual(all.map(([value]) => JSON.parse(JSON.stringify(value))))
      }),
      { numRuns: 400 },
    )
  })

  it('takes an event whose objects begin on lines of their own', () => {
    expect(parseSamples('{"name": "a b", "data":\n{"id":\n[{"n":1}]}}\n')).toMatchObject({
      events: [{ event: { name: 'a b', data: { id: [{ n: 1 }] } }, line: 1 }],
      errors: [],
    })
  })
})

describe('what tools put around events', () => {
  const body = { name: 'a b' }
  it.each([
    { from: '"events"', value: { events: [body, { name: 'c d' }] }, count: 2 },
    { from: '"batch"', value: { batch: [body], sentAt: 'now' }, count: 1 },
    { from: '"Records"', value: { Records: [body] }, count: 1 },
    {
      from: 'the payload of kcat -J',
      value: { topic: 't', partition: 0, offset: 7, ts: 1, key: 'k', payload: '{"name":"a b"}' },
      count: 1,
    },
    {
      from: 'the records of a Lambda event',
      value: { eventSource: 'aws:kafka', records: { 't-0': [{ offset: 1, value: btoa('{"name":"a b"}') }] } },
      count: 1,
    },
    {
      from: 'the requests of a HAR file',
      value: { log: { entries: [{ request: { postData: { text: '{"name":"a b"}' } } }, { request: {} }] } },
      count: 1,
    },
  ])('is taken off and said: $from', ({ from, value, count }) => {
    const { events, errors, notes } = parseSamples(JSON.stringify(value, null, 2))
    expect({ count: events.length, first: events[0]?.event, errors }).toEqual({ count, first: body, errors: [] })
    expect(notes).toEqual([`${count === 1 ? '1 event was' : `${count} events were`} taken from ${from}.`])
  })

  it('leaves an event alone that has such a list of its own', () => {
    const event = { name: 'batch sent', events: [{ name: 'a b' }] }
    expect(parseSamples(JSON.stringify(event))).toMatchObject({ events: [{ event }], notes: [] })
  })
})

describe('texts that are broken', () => {
  it.each([
    { what: 'a value is missing', line: '{"name": }', message: 'Line 2, column 10: a value is missing.' },
    {
      what: 'a line is cut off',
      line: '{"name":"x y","data":{"id":',
      message: 'Line 2, column 28: a value is missing.',
    },
    {
      what: 'a line is cut off in a text',
      line: '{"name":"x y","da',
      message: 'Line 2, column 15: a string is not closed.',
    },
    { what: 'a brace is missing', line: '{"name":"x y"', message: 'Line 2, column 14: a closing brace is missing.' },
    { what: 'a number stands alone', line: '7', message: expect.stringContaining('Line 2 is a number') },
    {
      what: 'quotes are curly',
      line: '{“name”: “a b”}',
      message: expect.stringContaining('Line 2, column 2: curly quotes'),
    },
  ])('keeps the events around a line where $what', ({ line, message }) => {
    const text = `{"name":"a b"}\n${line}\n{"name":"c d","data":{}}\n{"name":"e f"}`
    expect(names(text)).toEqual(['a b', 'c d', 'e f'])
    expect(messages(text)).toEqual([message])
  })

  it('loses no event but the one that was cut, wherever that is', () => {
    const lines = ['{"name":"a b"}', '{"name":"c d","data":{"x":[1,{"y":"}"}]}}', '{"name":"e f"}']
    const [, cut = ''] = lines
    for (let at = 1; at < cut.length; at++) {
      const text = [lines[0], cut.slice(0, at), lines[2]].join('\n')
      expect({ at, names: names(text), errors: messages(text).length }).toEqual({
        at,
        names: ['a b', 'e f'],
        errors: 1,
      })
    }
  })

  it.each([
    { text: '', message: 'There is no event in this text.' },
    { text: '{"name": "a b" "data": {}}', message: 'Line 1, column 16: a comma is missing.' },
    { text: '{"name" "a b"}', message: 'Line 1, column 9: a colon is missing.' },
    { text: '[{"name": "a b"}', message: 'Line 1, column 17: a closing bracket is missing.' },
    { text: '"order complete"', message: expect.stringContaining('Line 1 is a string, but an event is an object') },
    { text: 'true', message: expect.stringContaining('Line 1 is a boolean') },
    { text: '\n\nname,total\norder,5', message: 'Line 3, column 1: this looks like CSV; events are JSON.' },
    { text: 'name,id,total', message: expect.stringContaining('this looks like CSV') },
    { text: '[{"name":"a b"}, 7]', message: expect.stringContaining('Line 1, item 2 is a number') },
    { text: '[[{"name":"a b"}]]', message: expect.stringContaining('Line 1, item 1 is a list') },
    { text: '[null]', message: expect.stringContaining('Line 1, item 1 is null') },
  ])('says what is wrong with $text', ({ text, message }) => {
    expect(messages(text)[0]).toEqual(message)
  })

  it('takes a time that grows with the length of the text', () => {
    const broken = `${'{"name":"a b","data":{"x":\n'.repeat(20_000)}`
    expect(parseSamples(broken).errors.length).toBeGreaterThan(0)
  })
})

describe('what JSON loses', () => {
  it('is named at its place, and the digits stay in the text of the event', () => {
    const text = '{\n "name": "a b", "data": {"id": 73314510714175488123, "total": 1.10}}\n{"name":"c d"}'
    const { events, losses } = parseSamples(text)
    expect(losses.map(({ message }) => message)).toEqual([
      'Line 2, column 32: `73314510714175488123` becomes `73314510714175490000`; send such a number as a text.',
    ])
    expect(events[0]?.text).toContain('"id": 73314510714175488123')
  })

  it.each([
    '[{"name":"a b","data":{"id":820982911946154508}}]',
    '{"events":[{"name":"a b","data":{"id":820982911946154508}}]}',
    "{ name: 'a b', data: { id: 820982911946154508 } }",
    '{"name":"a b","data":{"id":820982911946154508,"id":2}}',
  ])('stays in the sample of %s, so that its problems are still found there', (text) => {
    const [sample] = parseSamples(text).events
    expect(parseSamples(sample?.text ?? '').losses.map(({ code }) => code)).toContain('number-rounded')
  })

  it('is a key that an object has twice, in any of several values', () => {
    expect(parseSamples('{"name":"a b"}\n{"name":"c d","data":1,\n"data":2}').losses).toMatchObject([
      { code: 'repeated-key', line: 3, column: 1 },
    ])
  })

  it.each(['9007199254740992', '1.50', '1e3', '0.1', '12345678901234567000', '-0.0', '"73314510714175488123"'])(
    'is nothing with %s',
    (number) => {
      expect(parseSamples(`{"name":"a b","n":${number.padStart(18)}}`).losses).toEqual([])
    },
  )
})
