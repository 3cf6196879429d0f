import { expect, it } from 'vitest'
import { recordBytes } from './record-bytes.ts'
import { recordSize } from './record-size.ts'

const record = {
  topic: 't',
  key: 'product_view',
  value: '{"a":1}',
  headers: { 'content-type': 'application/json' },
  timestamp: '1700000102000',
}

// Written by kafkajs' encoder for the same record.
const byKafkajs =
  '6e0000001870726f647563745f766965770e7b2261223a317d0218636f6e74656e742d74797065206170706c69636174696f6e2f6a736f6e'

it('is what kafkajs puts into the batch', () => {
  const { bytes } = recordBytes(record)
  expect([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(byKafkajs)
})

it('writes a list of header values as the same name several times, as kafkajs does', () => {
  const headers = { 'x-list': ['a', 'bü'], y: '' }
  const { bytes } = recordBytes({ ...record, key: 'k', headers })
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '4a000000026b0e7b2261223a317d060c782d6c69737402610c782d6c6973740662c3bc027900',
  )
  expect(recordSize({ ...record, key: 'k', headers }).record).toBe(bytes.length)
})

it('says what each of its bytes is', () => {
  const { bytes, ranges } = recordBytes({ ...record, key: 'k', value: '', headers: { a: 'b' } })
  expect(ranges.map(({ name, from, to }) => [name, ...bytes.slice(from, to)])).toEqual([
    ['length', 22],
    ['attributes', 0],
    ['timestamp delta', 0],
    ['offset delta', 0],
    ['key length', 2],
    ['key', 107],
    ['value length', 0],
    ['header count', 2],
    ['header name length', 2],
    ['header name', 97],
    ['header value length', 2],
    ['header value', 98],
  ])
})

it('writes long lengths seven bits a byte, the lowest first', () => {
  const { bytes, ranges } = recordBytes({ ...record, value: 'x'.repeat(300) })
  const length = ranges.find(({ name }) => name === 'value length')
  expect([...bytes.slice(length?.from, length?.to)]).toEqual([216, 4])
})

it('names every byte once, in order', () => {
  const { bytes, ranges } = recordBytes(record)
  expect(ranges.map(({ from }) => from)).toEqual([0, ...ranges.slice(0, -1).map(({ to }) => to)])
  expect(ranges.at(-1)?.to).toBe(bytes.length)
  const value = ranges.find(({ name }) => name === 'value')
  expect(new TextDecoder().decode(bytes.slice(value?.from, value?.to))).toBe('{"a":1}')
})

it.each(['', 'ü', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(9_000), '😀'.repeat(300_000)])(
  'has as many bytes as are counted, case %#',
  (value) => {
    const one = { ...record, value }
    expect(recordBytes(one).bytes.length).toBe(recordSize(one).record)
  },
)
