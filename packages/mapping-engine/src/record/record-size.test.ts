import { describe, expect, it } from 'vitest'
import { byteLength, mayReach, recordSize } from './record-size.ts'

const record = { topic: 't', key: 'k', value: 'v', headers: { a: 'bc' }, timestamp: '1' }

it.each([
  { text: '', bytes: 0 },
  { text: 'abc', bytes: 3 },
  { text: '\u007f', bytes: 1 },
  { text: '\u0080', bytes: 2 },
  { text: 'ü', bytes: 2 },
  { text: '日', bytes: 3 },
  { text: '😀', bytes: 4 },
])('"$text" has $bytes bytes', ({ text, bytes }) => {
  expect(byteLength(text)).toBe(bytes)
})

describe('a quick look at the size', () => {
  it.each([0, 1, 61, 75, 76, 77, 1_000, 1_048_588])('never says no to a batch that has %i bytes', (bytes) => {
    for (const unit of ['a', 'ü', '日', '😀']) {
      for (const headers of [{}, { a: 'b' }, { x: unit.repeat(200), y: '' }]) {
        for (const [key, value] of [
          ['', unit.repeat(Math.floor(bytes / 4))],
          [unit.repeat(Math.floor(bytes / 4)), ''],
          ['k', unit.repeat(bytes)],
        ] as const) {
          const one = { ...record, key, value, headers }
          const { batch } = recordSize(one)
          expect(mayReach(one, batch)).toBe(true)
          expect(mayReach(one, batch + 1) || batch + 1 > 3 * batch).toBe(true)
        }
      }
    }
  })

  it('says no where three bytes for each unit of key, value and headers are not enough', () => {
    // 1 of the key, 1 of the value, 61 around the batch, 3 of the header and 10 around it.
    expect(mayReach(record, 3 * 76)).toBe(true)
    expect(mayReach(record, 3 * 76 + 1)).toBe(false)
    expect(mayReach({ ...record, headers: {} }, 3 * 63)).toBe(true)
    expect(mayReach({ ...record, headers: {} }, 3 * 63 + 1)).toBe(false)
  })
})
