import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowsedRecord } from '@mapping-designer/shared-types'
import avro from 'avsc'
import protobuf from 'protobufjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeForPeople, decodeRecords } from './decode-records.ts'
import { schemaRegistry } from './schema-registry.ts'

const user = { type: 'record', name: 'User', namespace: 'shop', fields: [{ name: 'id', type: 'string' }] }
const event = {
  type: 'record',
  name: 'Event',
  namespace: 'shop',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 2 } },
    { name: 'note', type: ['null', 'string'] },
    { name: 'number', type: ['int', 'long'] },
    { name: 'raw', type: 'bytes' },
    { name: 'user', type: 'shop.User' },
  ],
}
const proto = `syntax = "proto3"; package shop; import "google/protobuf/timestamp.proto"; import "user.proto";
  message First { string x = 1; }
  message Event { message Item { string sku = 1; } string name = 1; int64 order_number = 2; shop.User user = 3;
    google.protobuf.Timestamp sent_at = 4; repeated Item items = 5; Kind kind = 6; }
  enum Kind { NONE = 0; SALE = 1; }`
const userProto = 'syntax = "proto3"; package shop; message User { string id = 1; }'

const answers: Record<string, object> = {
  '/schemas/ids/1': { schema: JSON.stringify(event), references: [{ name: 'shop.User', subject: 'user', version: 3 }] },
  '/subjects/user/versions/3': { schema: JSON.stringify(user) },
  '/schemas/ids/2': {
    schemaType: 'PROTOBUF',
    schema: proto,
    references: [{ name: 'user.proto', subject: 'p', version: 1 }],
  },
  '/subjects/p/versions/1': { schemaType: 'PROTOBUF', schema: userProto },
  '/schemas/ids/3': { schema: JSON.stringify(event), references: [{ name: 'shop.User', subject: 'gone', version: 1 }] },
  '/schemas/ids/4': { schema: '{"type":"nothing"}' },
  '/schemas/ids/5': { schema: '"long"' },
  '/schemas/ids/6': { schema: '"double"' },
  '/schemas/ids/7': { schemaType: 'PROTOBUF', schema: 'syntax = "proto3"; message One { double x = 1; }' },
}
const asked: string[] = []
const server = createServer(({ url = '', headers }, answer) => {
  asked.push(url)
  const body = answers[url]
  const isKnown = headers.authorization === `Basic ${btoa('me:secret')}`
  answer.writeHead(isKnown ? (body === undefined ? 404 : 200) : 401).end(JSON.stringify(body ?? {}))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const registry = (password = 'secret') =>
  schemaRegistry({ url, username: 'me', password, mayRegister: false, checksValues: false })

function framed(id: number, value: Uint8Array): BrowsedRecord {
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, id]), value])
  const base64 = bytes.toString('base64')
  return {
    topic: 't',
    partition: 0,
    offset: '0',
    timestamp: '1',
    key: null,
    value: { base64 },
    headers: [],
    size: bytes.length,
  }
}

const root = new protobuf.Root()
root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {})
protobuf.parse(userProto, root)
protobuf.parse(proto, root)
const message = root.lookupType('shop.Event')
const protobufValue = Buffer.concat([
  // One index, of the second message.
  Buffer.from([2, 2]),
  message
    .encode(
      message.fromObject({
        name: 'order complete',
        orderNumber: '820982911946154508',
        user: { id: 'u' },
        sentAt: { seconds: 7 },
        items: [{ sku: 'S' }],
        kind: 'SALE',
      }),
    )
    .finish(),
])

const named: Record<string, avro.Type> = {}
avro.Type.forSchema(user as avro.Schema, { registry: named })
const avroType = avro.Type.forSchema(event as avro.Schema, { registry: named, wrapUnions: true })
const avroValue = avroType.toBuffer({
  name: 'order complete',
  at: 1_717_420_800_000,
  total: Buffer.from([0xff, 0x38]),
  note: { string: 'é' },
  number: { long: 7 },
  raw: Buffer.from('ab'),
  user: { id: 'u' },
})

describe('values that a serializer wrote', () => {
  it('are read by their Avro schema, with what it refers to, decimals and all', async () => {
    const [record] = await decodeRecords([framed(1, avroValue)], registry())
    expect(record?.decoded).toEqual({
      json: '{"name":"order complete","at":1717420800000,"total":-2.00,"note":"é","number":7,"raw":"YWI=","user":{"id":"u"}}',
    })
  })

  it('keep the digits of a long', async () => {
    const [record] = await decodeRecords([framed(5, Buffer.from('98f2d7b8f7c3b6e416', 'hex'))], registry())
    expect(record?.decoded).toMatchObject({ json: expect.stringMatching(/^\d{18,}$/) })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('keep %d, which JSON lacks', async (x) => {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleLE(x)
    const found = await decodeRecords([framed(6, bytes), framed(7, Buffer.from([0, 9, ...bytes]))], registry())
    expect(found.map(({ decoded }) => decoded)).toEqual([{ json: `"${x}"` }, { json: `{"x":"${x}"}` }])
  })

  it('are read by their Protobuf schema and the message that the frame names', async () => {
    const [record] = await decodeRecords([framed(2, protobufValue)], registry())
    expect(
      JSON.parse(record?.decoded !== undefined && 'json' in record.decoded ? record.decoded.json : 'null'),
    ).toEqual({
      name: 'order complete',
      orderNumber: '820982911946154508',
      user: { id: 'u' },
      sentAt: { seconds: '7' },
      items: [{ sku: 'S' }],
      kind: 'SALE',
    })
  })

  it.each([
    { what: 'an unknown schema', record: framed(9, Buffer.of(1, 255)), fault: 'The registry has no schema 9.' },
    {
      what: 'a reference that is gone',
      record: framed(3, avroValue),
      fault: 'Schema 3 refers to gone 1, which the registry does not have.',
    },
    { what: 'a schema that is none', record: framed(4, Buffer.of(1, 255)), fault: 'Schema 4 cannot be used as AVRO: ' },
    {
      what: 'a value that is cut off',
      record: framed(1, avroValue.subarray(0, 9)),
      fault: 'The value does not fit schema 1: ',
    },
    {
      what: 'a value with more behind it',
      record: framed(1, Buffer.concat([avroValue, Buffer.of(1)])),
      fault: 'The value does not fit schema 1: ',
    },
    {
      what: 'a message that is not there',
      record: framed(2, Buffer.of(2, 8, 255)),
      fault: 'The value does not fit schema 2: the schema has no message 4.',
    },
  ])('say in a sentence what is wrong with $what', async ({ record, fault }) => {
    const [found] = await decodeForPeople([record], registry())
    expect(found?.decoded).toEqual({ fault: expect.stringContaining(fault) })
  })

  it('say that the registry does not let in, where people look, and stop a run', async () => {
    const refused = decodeRecords([framed(1, avroValue)], registry('wrong'))
    await expect(refused).rejects.toThrow('does not let this user do that (401)')
    const [found] = await decodeForPeople([framed(1, avroValue)], registry('wrong'))
    expect(found?.decoded).toEqual({ fault: expect.stringContaining('Check username, password or token') })
  })

  it('need one request for each schema, and none for JSON or without a registry', async () => {
    const one = registry()
    asked.length = 0
    const json: BrowsedRecord = { ...framed(1, avroValue), value: { text: '\0\0\0\0\x01{"name":"a b"}' } }
    await decodeRecords([framed(1, avroValue), json, framed(1, avroValue)], one)
    await decodeRecords([framed(1, avroValue)], one)
    expect(asked).toEqual(['/schemas/ids/1', '/subjects/user/versions/3'])
    expect(await decodeRecords([framed(1, avroValue)], undefined)).toEqual([framed(1, avroValue)])
  })
})
