import { compressionNames, type KafkaRecord } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaPort } from './kafka-port.ts'

/** The tests that every KafkaPort must pass against a real broker. */
export function describeKafkaPort(name: string, open: () => KafkaPort): void {
  describe(`KafkaPort: ${name}`, () => {
    const topic = `contract-${crypto.randomUUID()}`
    const record: KafkaRecord = {
      topic,
      key: 'Schlüssel 日本語 😀',
      value: JSON.stringify({ text: 'é\u0000"\\😀', number: 1e21 }),
      headers: { 'content-type': 'application/json', empty: '', 'X-ü': 'ß' },
      timestamp: '1700000102000',
    }
    let kafka: KafkaPort
    beforeAll(async () => {
      kafka = open()
      await kafka.createTopic(topic, { partitions: 3 })
    })
    afterAll(() => kafka.close())

    it.each([...compressionNames.entries()])('reads back what it produced with codec %i, %s', async (compression) => {
      const { partition, offset } = await kafka.send(record, { acks: -1, compression })
      expect(await kafka.read(topic, partition, offset)).toEqual({
        ...record,
        partition,
        offset,
        headers: Object.entries(record.headers),
      })
    })

    it('reads the time that consumers see where the broker puts its own in place', async () => {
      const stamped = `${topic}-stamped`
      const config = { 'message.timestamp.type': 'LogAppendTime', 'retention.ms': '86400000' }
      await kafka.createTopic(stamped, { partitions: 1, config })
      const before = Date.now()
      const place = await kafka.send({ ...record, topic: stamped }, { acks: -1, compression: 0 })
      const stored = await kafka.read(stamped, place.partition, place.offset)
      expect(stored.timestampType).toBe('LogAppendTime')
      expect(Number(stored.timestamp)).toBeGreaterThanOrEqual(before)
      const [browsed] = await kafka.browse(stamped, { from: { kind: 'earliest' }, limit: 1 })
      expect(browsed).toMatchObject({ timestamp: stored.timestamp, timestampType: 'LogAppendTime' })
      expect((await kafka.listTopics()).find(({ name }) => name === stamped)).toMatchObject({
        retentionMs: 86_400_000,
        timestampType: 'LogAppendTime',
      })
    })

    it('counts offsets from where the last record of the partition was', async () => {
      const first = await kafka.send(record, { acks: -1, compression: 0 })
      const second = await kafka.send(record, { acks: -1, compression: 0 })
      expect(second).toEqual({ partition: first.partition, offset: String(BigInt(first.offset) + 1n) })
    })

    it('sends idempotently', async () => {
      const { partition, offset } = await kafka.send(
        { ...record, key: '' },
        { acks: -1, compression: 1, idempotent: true },
      )
      expect((await kafka.read(topic, partition, offset)).key).toBe('')
    })

    it('lists its topics with their partitions', async () => {
      expect(await kafka.listTopics()).toContainEqual({ name: topic, partitions: 3, maxMessageBytes: 1_048_588 })
    })

    it('says how long a topic keeps its records', async () => {
      const kept = `${topic}-kept`
      const config = { 'cleanup.policy': 'compact,delete', 'retention.bytes': '1000000' }
      await kafka.createTopic(kept, { partitions: 1, config })
      expect((await kafka.listTopics()).find(({ name }) => name === kept)).toMatchObject({
        retentionBytes: 1_000_000,
        isCompacted: true,
      })
    })

    it('follows what is written from now on, until it is stopped', async () => {
      const quiet = `${topic}-quiet`
      await kafka.createTopic(quiet, { partitions: 1 })
      await kafka.send({ ...record, topic: quiet }, { acks: -1, compression: 0 })
      const stopping = new AbortController()
      const seen: (string | undefined)[] = []
      const following = (async () => {
        for await (const records of kafka.follow(quiet, stopping.signal)) {
          for (const { offset } of records) seen.push(offset)
          stopping.abort()
        }
      })()
      // Written again and again, because nobody can see when the follower knows where the log ends.
      await expect
        .poll(async () => {
          await kafka.send({ ...record, topic: quiet }, { acks: -1, compression: 0, timeout: 5_000 })
          return seen.length
        })
        .toBeGreaterThan(0)
      await following
      expect(Number(seen[0])).toBeGreaterThan(0)
    })

    it('serves many at once', async () => {
      const places = await Promise.all(
        Array.from({ length: 50 }, () => kafka.send(record, { acks: 1, compression: 0 })),
      )
      expect(new Set(places.map(({ partition, offset }) => `${partition}@${offset}`)).size).toBe(50)
      const read = await Promise.all(places.map(({ partition, offset }) => kafka.read(topic, partition, offset)))
      expect(read.map(({ value }) => value)).toEqual(places.map(() => record.value))
    })

    it.each([
      { fact: 'a topic that exists', ask: () => kafka.createTopic(topic, { partitions: 1 }), code: 'topic-exists' },
      {
        fact: 'a topic that is missing',
        ask: () => kafka.send({ ...record, topic: 'nobody.made.me' }, { acks: -1, compression: 0 }),
        code: 'topic-missing',
      },
      {
        fact: 'a topic that is missing, to follow',
        ask: async () => {
          for await (const _ of kafka.follow('nobody.made.me', new AbortController().signal)) break
        },
        code: 'topic-missing',
      },
      { fact: 'an offset that is not there', ask: () => kafka.read(topic, 0, '99999'), code: 'not-found' },
      {
        fact: 'a record over the size limit',
        ask: () => kafka.send({ ...record, value: 'x'.repeat(1_100_000) }, { acks: -1, compression: 0 }),
        code: 'record-too-large',
      },
    ])('says in a sentence that it met $fact', async ({ ask, code }) => {
      await expect(ask()).rejects.toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\.$/) })
    })
  })
}
