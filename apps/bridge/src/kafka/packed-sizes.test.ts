import { compressionsAlgorithms } from '@platformatic/kafka'
import { compressFrame } from 'lz4-napi'
import { compress } from 'snappy'
import { expect, it } from 'vitest'
import { maxSizeOfLz4, sizeOfSnappy } from './packed-sizes.ts'

const mixed = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * index) % 251))
const texts = [Buffer.alloc(0), Buffer.from('a'), mixed(1_000), mixed(300_000), Buffer.alloc(5_000_000, 'x')]

it.each(texts.map((bytes) => ({ size: bytes.length, bytes })))(
  'knows what $size bytes come to before they are unpacked',
  async ({ size, bytes }) => {
    expect(sizeOfSnappy(await compress(bytes))).toBe(size)
    expect(sizeOfSnappy(compressionsAlgorithms.snappy.compressSync(bytes))).toBe(size)
    for (const packed of [await compressFrame(bytes), compressionsAlgorithms.lz4.compressSync(bytes)]) {
      expect(maxSizeOfLz4(packed)).toBeGreaterThanOrEqual(size)
      expect(maxSizeOfLz4(packed)).toBeLessThanOrEqual(size + 4 * 2 ** 20)
    }
  },
)

it('adds the parts of a framed text, as the clients of Java write it', async () => {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
  const parts = await Promise.all([mixed(70_000), Buffer.alloc(90_000)].map((part) => compress(part)))
  const framed = parts.flatMap((part) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    return [length, part]
  })
  expect(sizeOfSnappy(Buffer.concat([header, ...framed]))).toBe(160_000)
})

it.each([['cut off'], ['no end']])('throws for a broken text: %s', (fault) => {
  const bytes = fault === 'cut off' ? Buffer.from([0x80]) : Buffer.alloc(10, 0xff)
  expect(() => sizeOfSnappy(bytes)).toThrow(RangeError)
})
