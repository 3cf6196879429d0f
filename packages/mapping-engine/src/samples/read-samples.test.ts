import { describe, expect, it } from 'vitest'
import { readSamples } from './read-samples.ts'

const read = async (text: string) => {
  const { events, errors, notes } = await readSamples(text)
  return { events: events.map(({ event }) => event), errors: errors.map(({ message }) => message), notes }
}

describe('elb calls', () => {
  it('are read with all their arguments', async () => {
    const text =
      "await elb('product view', { id: 7 }, 'click', { shop: ['list', 0] }, [{ entity: 'size' }], { a: true })"
    expect((await read(text)).events).toEqual([
      {
        name: 'product view',
        data: { id: 7 },
        trigger: 'click',
        context: { shop: ['list', 0] },
        nested: [{ entity: 'size' }],
        custom: { a: true },
      },
    ])
  })

  it.each([
    {
      form: 'quotes, brackets and escapes',
      text: String.raw`elb('a b', { text: 'it\'s (fine)' })`,
      found: { text: "it's (fine)" },
    },
    { form: 'a template without values', text: 'elb(`a b`, { text: `c` })', found: { text: 'c' } },
    {
      form: 'undefined arguments',
      text: "elb('a b', { id: 1, x: undefined }, undefined, undefined)",
      found: { id: 1 },
    },
    { form: 'an optional call', text: "window.elb?.('a b', { id: 1 })", found: { id: 1 } },
    { form: 'a call with something after it', text: "elb('a b', { id: 1 }).then(() => {})", found: { id: 1 } },
    { form: 'an event as an object', text: "elb({ name: 'a b', data: { id: 1 } })", found: { id: 1 } },
    { form: 'an event with data beside it', text: "elb({ name: 'a b' }, { id: 1 })", found: { id: 1 } },
    { form: 'the layer', text: "window.elbLayer.push(['a b', { id: 1 }])", found: { id: 1 } },
    { form: 'TypeScript', text: "elb('a b', { id: 1 } as Data)", found: { id: 1 } },
    { form: 'a page around it', text: "<script>\nif (x) { elb('a b', { id: 1 }) }\n</script>", found: { id: 1 } },
    {
      form: 'the snippet of walkerOS before it',
      text: "function elb() { (window.elbLayer = window.elbLayer || []).push(arguments); }\nelb('a b', { id: 1 });",
      found: { id: 1 },
    },
    {
      form: 'a comment and a text that look like one',
      text: "// elb('x y')\nconst a = \"elb('x y')\"; elb('a b', { id: 1 })",
      found: { id: 1 },
    },
  ])('are found with $form', async ({ text, found }) => {
    expect(await read(text)).toEqual({ events: [{ name: 'a b', data: found }], errors: [], notes: [] })
  })

  it('that are no literals are named, and the others are taken', async () => {
    const text = "elb('order complete', { id: 'O-1' });\nelb('product add', { id: product.id });\nelb('a b')"
    const { events, errors } = await read(text)
    expect(events).toEqual([{ name: 'order complete', data: { id: 'O-1' } }, { name: 'a b' }])
    expect(errors).toEqual([expect.stringContaining('Line 2: `product.id` is known only where the source runs')])
  })

  it.each([
    { text: '\nelb(7, { id: 1 })', message: 'Line 2: the first argument of elb is a number' },
    { text: '\n\nelb("a b", { id: 1 }', message: 'Line 3: ' },
    { text: 'elb("a b", { id: new Date() })', message: 'Line 1: `new Date()` is known only where' },
    { text: 'elb("a b", () => 1)', message: 'Line 1: the call gets a function, which no event can hold.' },
  ])('say what is wrong with $text', async ({ text, message }) => {
    const { events, errors } = await read(text)
    expect({ events, errors }).toEqual({ events: [], errors: [expect.stringContaining(message)] })
  })

  it('keep the numbers of their source in mind', async () => {
    const { events, losses } = await readSamples("elb('a b', { id: 820982911946154508 })")
    expect(events[0]?.text).toContain('"id": 820982911946154508')
    expect(losses).toMatchObject([{ code: 'number-rounded', line: 1, column: 18 }])
  })

  it('inside a text of JSON are data', async () => {
    expect((await read('{"name":"a b","data":{"x":"elb(1)"}}')).events).toEqual([
      { name: 'a b', data: { x: 'elb(1)' } },
    ])
  })
})

const noEvent = ['There is no event in this text; commands reach the events after them.']

describe('commands of the collector', () => {
  it('reach the events after them', async () => {
    const text = [
      "elb('page view')",
      "elb('walker consent', { marketing: 1 })",
      "elb('walker user', { id: 'u-1' })",
      "elb('order complete', { id: 'O-1' })",
      "elb({ name: 'order refund', user: { email: 'a' }, consent: {} })",
    ].join('\n')
    expect(await read(text)).toEqual({
      events: [
        { name: 'page view' },
        { name: 'order complete', data: { id: 'O-1' }, consent: { marketing: true }, user: { id: 'u-1' } },
        { name: 'order refund', user: { id: 'u-1', email: 'a' }, consent: {} },
      ],
      errors: [],
      notes: [],
    })
  })

  it.each([
    { call: "elb('walker run')", notes: noEvent },
    { call: "elb('walker run', { consent: { m: true } })", notes: noEvent },
    { call: "elb('walker config', { tagging: 1 })", notes: ["Line 1: elb('walker config') changes no record here."] },
    { call: "elb('walker on', 'consent', () => {})", notes: ["Line 1: elb('walker on') changes no record here."] },
    {
      call: "elb('walker custom', { a: 1 })",
      notes: ["Line 1: elb('walker custom') is kept by the collector and reaches no record."],
    },
    { call: "elb('walker consent')", notes: ["Line 1: elb('walker consent') needs an object, so it changes nothing."] },
  ])('are no events: $call', async ({ call, notes }) => {
    expect(await read(call)).toEqual({ events: [], errors: [], notes })
  })
})
