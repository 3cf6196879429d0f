import type { BrowsedRecord } from '@mapping-designer/shared-types'
import { describe, expect, it, vi } from 'vitest'
import { eventRecord } from '../kafka/testing.ts'
import { orders, textOf, waiting, workersOnKafka } from './testing-workers.ts'

const { kafka, names, start, read, write, haveKeys, makeLetters } = workersOnKafka()

const headersOf = (record: BrowsedRecord | undefined) =>
  Object.fromEntries((record?.headers ?? []).map(([name, bytes]) => [name, textOf(bytes)]))
const haveLetters = (count: number) =>
  vi.waitFor(async () => {
    const records = await read(names.letters)
    expect(records).toHaveLength(count)
    return records
  }, waiting)

describe('a dead letter', () => {
  it('keeps bytes, nulls and headers in their order, duplicates among them', async () => {
    await makeLetters()
    const headers = new Map<Buffer, Buffer | null>([
      [Buffer.from('b'), Buffer.from('1')],
      [Buffer.from('a'), Buffer.from([0xff])],
      [Buffer.from('b'), null],
    ])
    await write({ key: Buffer.from([0xfe]), value: Buffer.from([0xff, 0x00]), headers, timestamp: 1_700_000_000_000n })
    await write({ key: null, value: null, partition: 0 })
    start()
    const [binary, tombstone] = (await haveLetters(2)).toSorted(
      (a, b) => Number(a.key === null) - Number(b.key === null),
    )
    expect(binary).toMatchObject({ key: { base64: '/g==' }, value: { base64: '/wA=' }, timestamp: '1700000000000' })
    expect(binary?.headers.slice(0, 4)).toEqual([
      ['b', { text: '1' }],
      ['a', { base64: '/w==' }],
      ['b', null],
      ['error.reason', { text: 'The value is not UTF-8, so it is not JSON' }],
    ])
    expect(tombstone).toMatchObject({ key: null, value: null })
    expect(headersOf(tombstone)['error.reason']).toContain('tombstone')
  })

  it.each([
    {
      fact: 'larger than its topic takes',
      config: { 'max.message.bytes': '500' },
      event: eventRecord('x'.repeat(600), 0, { name: 'no' }),
    },
    {
      fact: 'without the key that its topic asks for',
      config: { 'cleanup.policy': 'compact' },
      event: eventRecord('A', 0, { name: 'no' }),
    },
  ])('that is $fact says where the event is, and the work goes on', async ({ config, event }) => {
    await makeLetters(config)
    await write(event, eventRecord('B'))
    const worker = start()
    await haveKeys('B')
    const [letter] = await haveLetters(1)
    expect(headersOf(letter)).toMatchObject({
      'error.reason': 'Event name is invalid',
      'error.topic': names.input,
      'error.partition': '0',
      'error.offset': '0',
      'error.value.bytes': String(event.value?.length),
    })
    expect(worker.said()).not.toContain('Partition')
  })

  it('is written for a batch that unpacks to more than is read, and the work goes on behind it', async () => {
    await makeLetters()
    const value = 'x'.repeat(40 * 2 ** 20)
    const record = { topic: names.input, key: '', value, headers: {}, timestamp: '0' }
    const { partition, offset } = await kafka.send(record, { acks: -1, compression: 4 })
    await write(eventRecord('A', partition), eventRecord('B', 1 - partition))
    const worker = start()
    await haveKeys('A', 'B')
    expect(headersOf((await haveLetters(1))[0])).toMatchObject({
      'error.partition': String(partition),
      'error.offset': offset,
      'error.last-offset': offset,
    })
    expect(worker.said()).toContain('unpacks to more than 32 MiB')
  })

  it('is written for an event that nothing can be done with', async () => {
    await makeLetters()
    const deep = Buffer.from(`{"name":"order complete","data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`)
    await write({ value: deep, partition: 0 }, eventRecord('B'))
    start({ mapping: { order: { complete: { data: { map: { id: { fn: '$code:(event) => event.data.id' } } } } } } })
    await haveKeys('B')
    expect(headersOf((await haveLetters(1))[0])['error.offset']).toBe('0')
  })

  it('is written for a record that would go to the input', async () => {
    await makeLetters()
    await write(eventRecord('A'), eventRecord('B', 0, { name: 'order again' }), eventRecord('C'))
    start({ mapping: { order: { ...orders.order, again: { settings: { topic: names.input } } } } })
    await haveKeys('A', 'C')
    expect(headersOf((await haveLetters(1))[0])['error.reason']).toContain('is the input')
  })
})
