import { expect, it } from 'vitest'
import { readFrame } from './framed-value.ts'

const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes))
const json = '{"name":"order complete"}'

it.each([
  { what: 'JSON', value: { text: `\0\0\0\0\x05${json}` }, found: { schemaId: 5, json } },
  {
    what: 'JSON of a schema whose id is no text',
    value: { base64: btoa(`\0\0\x01\x86\xa1${json}`) },
    found: { schemaId: 100_001, json },
  },
  { what: 'Avro', value: { base64: base64(0, 0, 0, 0, 7, 0xff, 2) }, found: { schemaId: 7 } },
  { what: 'Protobuf', value: { text: '\0\0\0\0\x07\0\n\x01a' }, found: { schemaId: 7 } },
  { what: 'no frame', value: { text: json }, found: undefined },
  { what: 'too few bytes', value: { text: '\0\0\0\0\x05' }, found: undefined },
  { what: 'nothing', value: null, found: undefined },
])('a value with $what', ({ value, found }) => {
  expect(readFrame(value)).toEqual(found)
})
