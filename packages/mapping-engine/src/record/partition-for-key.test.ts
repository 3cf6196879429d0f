// @ts-expect-error no types
import kafkajsMurmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js'
import { expect, it } from 'vitest'
import { murmur2, partitionForKey } from './partition-for-key.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

// The first six are the vectors of Kafka's own UtilsTest.
it.each([
  { key: '21', hash: -973932308 },
  { key: 'foobar', hash: -790332482 },
  { key: 'a-little-bit-long-string', hash: -985981536 },
  { key: 'a-little-bit-longer-string', hash: -1486304829 },
  { key: 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', hash: -58897971 },
  { key: 'abc', hash: 479470107 },
  { key: '', hash: 275646681 },
])('murmur2 of "$key" is $hash', ({ key, hash }) => {
  expect(murmur2(bytes(key))).toBe(hash)
})

it.each(Array.from({ length: 13 }, (_, length) => 'äbcdefghijklm'.slice(0, length)))(
  'murmur2 of "%s" is that of kafkajs',
  (key) => {
    expect(murmur2(bytes(key))).toBe(kafkajsMurmur2(Buffer.from(key)))
  },
)

it.each([
  { key: 'product_view', partitions: 6, partition: 0 },
  { key: 'product_view', partitions: 4, partition: 2 },
  { key: 'page_view', partitions: 3, partition: 2 },
  { key: '日本語', partitions: 3, partition: 1 },
  { key: 's3ss10n', partitions: 3, partition: 0 },
])('$key goes to partition $partition of $partitions', ({ key, partitions, partition }) => {
  expect(partitionForKey(key, partitions)).toBe(partition)
})
