import { describe, expect, it } from 'vitest'
import { adaptSamples } from './adapt-samples.ts'
import { readSamples } from './read-samples.ts'

const read = async (text: string) => {
  const { events, errors, losses, notes } = adaptSamples(await readSamples(text))
  return { events: events.map(({ event }) => event), texts: events.map((one) => one.text), errors, losses, notes }
}

const inside = '{"name":"a b"}'
const escaped = JSON.stringify(inside)
const base64 = btoa(inside)
const aB = [{ name: 'a b' }]
const both = [{ name: 'a b' }, { name: 'c d' }]

describe('what people paste becomes these events, and nothing else is said but where it was taken from', () => {
  it.each([
    {
      what: 'pretty-printed values one after another',
      text: '{\n "name": "a b",\n "nested": [\n {"entity":"product","data":{"id":1}}\n ]\n}\n{\n "name": "c d"\n}',
      events: [{ name: 'a b', nested: [{ entity: 'product', data: { id: 1 } }] }, { name: 'c d' }],
    },
    {
      what: 'a pretty-printed value behind the prefix of a log',
      text: 'INFO sent {\n"name":"a b",\n"nested":[\n{"entity":"product"}\n]\n}\nINFO done {"name":"c d"}',
      events: [{ name: 'a b', nested: [{ entity: 'product' }] }, { name: 'c d' }],
    },
    {
      what: 'a list whose items are printed in two ways',
      text: '[\n{\n"name":"a b"\n},\n{"name":"c d"}\n]',
      events: both,
    },
    { what: 'values with nothing between them', text: '{"name":"a b"}{"name":"c d"}', events: both },
    { what: 'lines that end with a carriage return', text: '{"name":"a b"}\r{"name":"c d"}\r', events: both },
    {
      what: 'the snippet of walkerOS',
      text: `function elb() { (window.elbLayer = window.elbLayer || []).push(arguments); }\nelb('walker run');\nelb('a b');`,
      events: aB,
    },
    {
      what: 'a snippet with an arrow',
      text: `const elb = (...args) => (window.elbLayer ||= []).push(args);\nelb('a b');`,
      events: aB,
    },
    {
      what: 'several entries for the layer',
      text: "elbLayer.push(['walker consent', { m: true }], ['a b', { id: 1 }])",
      events: [{ name: 'a b', data: { id: 1 }, consent: { m: true } }],
    },
    {
      what: 'the layer as data',
      text: '[["walker user",{"id":"u"}],["a b",{"id":1}]]',
      events: [{ name: 'a b', data: { id: 1 }, user: { id: 'u' } }],
    },
    {
      what: 'the layer as a console copies it',
      text: '[{"0":"walker consent","1":{"m":true}},{"0":"a b"}]',
      events: [{ name: 'a b', consent: { m: true } }],
    },
    {
      what: 'commands that are written as events',
      text: '{"name":"walker consent","data":{"m":true}}\n{"name":"walker user","user":{"id":"u"}}\n{"event":"walker globals","data":{"g":1}}\n{"name":"walker on"}\n{"name":"a b"}',
      events: [{ name: 'a b', consent: { m: true }, user: { id: 'u' }, globals: { g: 1 } }],
    },
    {
      what: 'a command that elb gets as an event',
      text: "elb({ name: 'walker run', data: { consent: { m: true } } })\nelb('a b')",
      events: [{ name: 'a b', consent: { m: true } }],
    },
    { what: 'an event whose entity is a walker', text: '{"name":"walker found"}', events: [{ name: 'walker found' }] },
    {
      what: 'a list of texts',
      text: JSON.stringify([inside, '{"name":"c d"}']),
      events: both,
    },
    {
      what: 'an answer of a log service',
      text: JSON.stringify({ logEvents: [{ id: '1', message: inside }] }),
      events: aB,
    },
    { what: 'a call in an attribute', text: `<button class="x" onclick="elb('a b')">`, events: aB },
    { what: 'a call with the output of a console', text: "elb('a b')\n> undefined", events: aB },
    { what: 'a push to a collector', text: "await collector.push({ name: 'a b' })", events: aB },
    { what: 'a command that gets a part of a page', text: "elb('walker init', document.body)\nelb('a b')", events: aB },
    { what: 'a queue', text: `{"Records":[{"messageId":"1","body":${escaped},"eventSource":"aws:sqs"}]}`, events: aB },
    {
      what: 'a stream',
      text: `{"Records":[{"kinesis":{"data":"${base64}"},"eventSource":"aws:kinesis"}]}`,
      events: aB,
    },
    {
      what: 'a notification in a queue',
      text: JSON.stringify({ Records: [{ body: JSON.stringify({ Type: 'Notification', Message: inside }) }] }),
      events: aB,
    },
    {
      what: 'a push of Pub/Sub',
      text: `{"message":{"data":"${base64}","messageId":"1"},"subscription":"s"}`,
      events: aB,
    },
    {
      what: 'a record of a REST proxy',
      text: `{"topic":"t","key":"k","value":${inside},"partition":0,"offset":1}`,
      events: aB,
    },
    {
      what: 'a record that a console exported',
      text: `[{"topic":"t","partition":0,"offset":1,"value":${escaped}}]`,
      events: aB,
    },
    { what: 'records to be produced', text: `{"records":[{"key":"k","value":${inside}}]}`, events: aB },
    { what: 'a value with its schema', text: `{"schema":{"type":"struct"},"payload":${inside}}`, events: aB },
    { what: 'a line of a container', text: `{"log":"{\\"name\\":\\"a b\\"}\\n","stream":"stdout"}`, events: aB },
    { what: 'hits of a search', text: `{"hits":{"total":1,"hits":[{"_id":"1","_source":${inside}}]}}`, events: aB },
    { what: 'a fence with prose around it', text: 'Here:\n\n```json\n{\n "name":"a b"\n}\n```\nThanks', events: aB },
    {
      what: 'a level in brackets',
      text: '[INFO] {"name":"a b"}\n[2024-05-01 10:00:00] [main] {"name":"c d"}',
      events: both,
    },
    { what: 'two values in a line', text: 'sent {"name":"a b"} and {"name":"c d"}', events: both },
    {
      what: 'curl over lines',
      text: `curl -X POST https://a.test \\\n  -H 'content-type: application/json' \\\n  --data-raw '{\n  "name":"a b"\n}'`,
      events: aB,
    },
    { what: 'curl in double quotes', text: 'curl https://a.test -d "{\\"name\\":\\"a b\\"}"', events: aB },
    {
      what: 'fetch as a browser copies it',
      text: `fetch("https://a.test", {\n  "body": ${escaped},\n  "method": "POST"\n});`,
      events: aB,
    },
    {
      what: 'curl for a Windows shell',
      text: 'curl "https://a.test" ^\n  --data-raw "{\\"name\\":\\"a b\\"}"',
      events: aB,
    },
    {
      what: 'a call with types',
      text: "await elb<Map<string, A<B>>>('a b', { id: 1 } as Data)",
      events: [{ name: 'a b', data: { id: 1 } }],
    },
    { what: 'an optional call with types', text: "window.elb?.<{ id: string }>('a b')", events: aB },
    { what: 'a typed push to a collector', text: "collector.push<Event>({ name: 'a b' })", events: aB },
    {
      what: 'a column of CSV',
      text: 'offset,value,note\r\n0,"{""name"":""a b""}","x, ""y"""\r\n1,"{\n ""name"": ""c d""\n}",\r\n',
      events: both,
    },
    { what: 'a column of CSV without names', text: '"{""name"":""a b""}";1\n"{""name"":""c d""}";2', events: both },
    { what: 'a column of TSV', text: 'id\tpayload\n1\t{"name":"a b"}\n2\t{"name":"c d"}', events: both },
    {
      what: 'a table that psql printed',
      text: ' id |     payload\n----+----------------\n  1 | {"name":"a b"}\n  2 | {"name":"c d"}\n(2 rows)\n',
      events: both,
    },
    {
      what: 'a table that mysql printed',
      text: '+----+----------------+\n| id | payload        |\n+----+----------------+\n|  1 | {"name":"a b"} |\n+----+----------------+',
      events: aB,
    },
    { what: 'comments of a shell', text: '# first\n{"name":"a b"}\n# second\n{"name":"c d"} # done', events: both },
    {
      what: 'a Postman collection with folders',
      text: JSON.stringify({
        info: { name: 'Shop', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
        item: [
          { name: 'folder', item: [{ name: 'one', request: { method: 'POST', body: { mode: 'raw', raw: inside } } }] },
          { name: 'form', request: { body: { mode: 'urlencoded', urlencoded: [] } } },
          { name: 'read', request: { method: 'GET' } },
          { name: 'two', request: { body: { mode: 'raw', raw: '[{"name":"c d"}]' } } },
        ],
      }),
      events: both,
    },
    {
      what: 'an export of Insomnia',
      text: JSON.stringify({ __export_format: 4, resources: [{ _type: 'request', body: { text: inside } }] }),
      events: aB,
    },
    {
      what: 'a log of OpenTelemetry',
      text: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: inside } }] }] }] }),
      events: aB,
    },
    { what: 'an example of a step', text: `{"in":${inside},"out":[]}`, events: aB },
    { what: 'JavaScript with undefined in it', text: '{ name: "a b", data: undefined }', events: aB },
    { what: 'the key of walkerOS 1 to 3', text: '{"event":"a b"}', events: aB },
  ])('$what', async ({ text, events }) => {
    const found = await read(text)
    expect({ events: found.events, errors: found.errors, losses: found.losses }).toEqual({
      events,
      errors: [],
      losses: [],
    })
  })
})

describe('what cannot be read is named with its cause', () => {
  it.each([
    {
      text: "elb('a b');\nelb('c d', { id: product.id });",
      error: 'Line 2: `product.id` is known only where',
      events: aB,
    },
    { text: "{ name: 'a b',\n data: { at: new Date() } }", error: 'Line 2: `new Date()` is known only where' },
    { text: "track('order complete', { id: 1 })", error: 'Line 1: track(…) is a call that is not known here' },
    { text: '{“name”: “a b”}', error: 'Line 1, column 2: curly quotes' },
    { text: '{\\"name\\":\\"a b\\"}', error: 'Line 1, column 2: a backslash stands before the quotes' },
    { text: '{&quot;name&quot;:&quot;a b&quot;}', error: 'Line 1, column 2: quotes are written as &quot;' },
    { text: "{'name': 'a b', 'data': {'x': True}}", error: 'this is Python' },
    { text: 'name: a b\ndata:\n  id: 1', error: 'Line 1, column 1: this looks like YAML' },
    { text: 'name\tid\na b\t1', error: 'Line 1, column 1: this looks like CSV' },
    { text: 'https://a.test/matomo.php?idsite=1&rec=1', error: 'Line 1, column 1: this is an address' },
    {
      text: 'id,payload\n1,"{""name"":""a b""}"\n2,"{""name"":"\n3,\n',
      error: 'Line 3, column 11: a value is missing',
      also: 'Line 4: column `payload` is empty here.',
      events: aB,
    },
    { text: 'name,data\na b,"{""id"":1}"', error: 'Line 1, column 1: this is CSV, whose JSON is no event' },
    {
      text: 'a,b\n"{""name"":""a b""}","{""name"":""c d""}"',
      error: 'Line 1: this is a table with events in column `a` and column `b`; leave one of them out.',
    },
    { text: 'curl https://a.test -d @body.json', error: 'Line 1, column 1: this command holds no JSON' },
    {
      text: '{"info":{"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"one","request":{"body":{"raw":"{\\"name\\":\\"a b\\",\\"n\\":{{n}}}"}}}]}',
      error:
        'Line 1: the body of the request `one` is not JSON; write values in place of its variables, such as {{n}}.',
    },
    {
      text: '{"info":{"schema":"https://schema.postman.com/collection/v2.1.0"},"item":[{"request":{"method":"GET"}}]}',
      error: 'Line 1: the requests of a Postman collection have no JSON in their bodies.',
    },
    { text: "elb('a b', { then: () => 1 })", error: 'Line 1: the call gets a function, which no event can hold' },
    { text: "{\n  name: 'a b',\n  data: [Object]\n}", error: '`[Object]` stands for what was left out where' },
    { text: "{name: 'a b', data: {…}}", error: '`{…}` stands for what was left out where' },
    { text: '<event name="a b"/>', error: 'Line 1, column 1: this looks like XML' },
    { text: 'name=a%20b&id=1', error: 'Line 1, column 1: this looks like a form' },
    { text: '{"topic":"t","partition":0,"offset":1,"payload":null}', error: 'Line 1 is null' },
  ])('$text', async ({ text, error, also, events = [] }) => {
    const found = await read(text)
    expect({ events: found.events, errors: found.errors.map(({ message }) => message) }).toEqual({
      events,
      errors: [error, also].flatMap((one) => (one === undefined ? [] : expect.stringContaining(one))),
    })
  })
})

describe('what JSON loses is named, wherever it stands', () => {
  const id = '820982911946154508'
  const event = `{"name":"a b","data":{"id":${id}}}`
  it.each([
    { what: 'a text', text: event },
    { what: 'a call', text: `elb('a b', { id: ${id} })` },
    { what: 'a payload', text: JSON.stringify({ topic: 't', partition: 0, offset: 1, payload: event }) },
    { what: 'base64', text: JSON.stringify({ message: { data: btoa(event) } }) },
    { what: 'several events in a text', text: JSON.stringify({ body: `[${event},${inside}]` }) },
    { what: 'JSON in a JSON text', text: JSON.stringify(event) },
    { what: 'a column of CSV', text: `id,payload\n1,"${event.replaceAll('"', '""')}"` },
  ])('in $what, and the sample keeps its digits', async ({ text }) => {
    const { losses, texts } = await read(text)
    expect(losses).toMatchObject([{ code: 'number-rounded', message: expect.stringContaining(`\`${id}\` becomes`) }])
    expect(texts[0]).toContain(id)
  })

  it.each(['[EVENT,{"name":"c d"}]', '{"batch":[EVENT,{"name":"c d"}]}'])(
    'as is a key that stands twice in one event of %s, and the sample keeps both',
    async (list) => {
      const twice = '{"name":"a b","data":{"id":1,"id":2}}'
      const { losses, texts } = await read(list.replace('EVENT', twice))
      expect(losses).toMatchObject([{ code: 'repeated-key' }])
      expect(texts[0]).toBe(twice)
    },
  )

  it('as are numbers that JSON does not have', async () => {
    expect((await read('{ name: "a b", data: { x: NaN, y: [-Infinity], z: "NaN" } }')).losses).toMatchObject([
      { message: 'Line 1, column 27: `NaN` becomes `null`; JSON has no such number.' },
      { message: 'Line 1, column 36: `-Infinity` becomes `null`; JSON has no such number.' },
    ])
  })
})
