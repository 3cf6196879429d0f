import type { KafkaRecord } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { aProfile } from './config/testing.ts'
import { kafkaCluster } from './kafka/kafka-cluster.ts'
import type { KafkaPort } from './kafka/kafka-port.ts'

const codecs = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 }
const mebibyte = 2 ** 20

let kafka: KafkaPort
beforeAll(() => {
  kafka = kafkaCluster(aProfile({ brokers: [inject('kafka').brokers.plaintext] }))
})
afterAll(() => kafka.close())

const aRecord = (topic: string, value: string): KafkaRecord => ({
  topic,
  key: 'k',
  value,
  headers: {},
  timestamp: '1700000000000',
})

async function aTopic(name: string): Promise<string> {
  const topic = `unpacking-${name}-${Date.now()}`
  await kafka.createTopic(topic, { partitions: 1, config: { 'max.message.bytes': String(8 * mebibyte) } })
  return topic
}

const browse = (topic: string, limit = 10) => kafka.browse(topic, { from: { kind: 'earliest' }, limit })

it.each(Object.entries(codecs).filter(([codec]) => codec !== 'none'))(
  'does not unpack a batch that comes to too much, and reads what is behind it: %s',
  async (codec, compression) => {
    const topic = await aTopic(codec)
    const send = (value: string) => kafka.send(aRecord(topic, value), { acks: -1, compression })
    await send('before')
    await send('x'.repeat(40 * mebibyte))
    await send('behind')
    const refusal = {
      code: 'batch-too-large',
      message: `The batch at offset 1 of ${topic}, partition 0, unpacks to more than 32 MiB and is not read.`,
      hint: 'What comes behind it is read from offset 2 on.',
    }
    await expect(browse(topic)).rejects.toMatchObject(refusal)
    await expect(kafka.read(topic, 0, '1')).rejects.toMatchObject(refusal)
    expect((await browse(topic, 1))[0]).toMatchObject({ value: { text: 'before' } })
    const behind = await kafka.browse(topic, { from: { kind: 'offset', at: 2n }, limit: 10 })
    expect(behind.map(({ value }) => value)).toEqual([{ text: 'behind' }])
  },
)

it('reads a page of large records in parts', async () => {
  const topic = await aTopic('page')
  for (const letter of 'abcdefgh') {
    await kafka.send(aRecord(topic, letter.repeat(5 * mebibyte)), { acks: -1, compression: codecs.gzip })
  }
  const letters = async (kind: 'earliest' | 'latest') => {
    const page = await kafka.browse(topic, { from: { kind }, limit: 8 })
    return page.map(({ value }) => (value !== null && 'text' in value ? value.text[0] : null)).join('')
  }
  expect(await letters('earliest')).toBe('abc')
  expect(await letters('latest')).toBe('fgh')
})
