import type { BrowsedRecord, ReadQuery } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import type { Query } from '../../designer/record-searches.ts'
import { readStretch } from './read-stretch.ts'

/** A topic whose partitions hold so many records, one for each ms; others are written while it is read. */
function aClient(counts: readonly number[], gap = 0) {
  const asked: Partial<ReadQuery>[] = []
  const client = {
    topic: async () => ({
      name: 't',
      config: [],
      partitions: counts.map((count, partition) => ({ partition, earliest: '0', latest: String(count) })) as never,
    }),
    async records(_profile: string, _topic: string, query: Partial<ReadQuery>) {
      asked.push(query)
      const first = query.from === 'earliest' ? 0 : Number(query.at)
      const size = Number(query.limit)
      const end = (counts[Number(query.partition)] ?? 0) + 700
      const offsets = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
      return offsets
        .filter((offset) => gap === 0 || offset % gap === 0)
        .slice(0, size)
        .map((offset) => ({ partition: Number(query.partition), offset: String(offset), timestamp: String(offset) }))
    },
  }
  return { client: client as never, asked }
}

const query: Query = { from: 'earliest', at: '', until: '', partition: '', limit: '100' }
async function read(counts: readonly number[], change: Partial<Query>, gap?: number) {
  const { client, asked } = aClient(counts, gap)
  const places: string[] = []
  for await (const page of readStretch(client, 'p', 't', { ...query, ...change }))
    places.push(...page.map(({ partition, offset }: BrowsedRecord) => `${partition}@${offset}`))
  return { places, asked }
}
const placesOf = (partition: number, from: number, to: number, step = 1) =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
    .filter((offset) => offset % step === 0)
    .map((offset) => `${partition}@${offset}`)

describe('a stretch of a topic', () => {
  it('is read once and whole, up to where each partition ended', async () => {
    const { places } = await read([1_300, 0, 500], {})
    expect(places).toEqual([...placesOf(0, 0, 1_300), ...placesOf(2, 0, 500)])
  })

  it('begins at an offset or a time, ends at a time, and may be one partition', async () => {
    expect((await read([1_300, 9], { from: 'offset', at: '1200' })).places).toEqual(placesOf(0, 1_200, 1_300))
    expect((await read([1_300, 900], { from: 'offset', at: '100', partition: '1' })).places).toEqual(
      placesOf(1, 100, 900),
    )
    expect((await read([1_300], { from: 'time', at: '100', until: '999' })).places).toEqual(placesOf(0, 100, 1_000))
  })

  it('goes on behind offsets that hold nothing', async () => {
    expect((await read([3_000], {}, 3)).places).toEqual(placesOf(0, 0, 3_000, 3))
  })
})
