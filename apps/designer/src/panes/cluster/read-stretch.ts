import type { BrowsedRecord, ReadQuery } from '@mapping-designer/shared-types'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import type { Query } from '../../designer/record-searches.ts'
import { endOf, startOf } from './records-query.tsx'

/** Records of a request, as many as the bridge allows. */
const limit = '500'

/**
 * Reads a topic from where a query begins, partition after partition and page after page, up to the time of its end or
 * to where each of them ended when the reading began. Rejects as the bridge refuses.
 */
export async function* readStretch(
  client: Pick<DesignerParts['client'], 'records' | 'topic'>,
  profile: string,
  topic: string,
  query: Query,
): AsyncGenerator<readonly BrowsedRecord[]> {
  const { from } = query
  const end = endOf(query)
  const { partitions } = await client.topic(profile, topic)
  const wanted = partitions.filter(({ partition }) => query.partition === '' || String(partition) === query.partition)
  for (const { partition, latest } of wanted) {
    const pageFrom = (place: Partial<ReadQuery>) =>
      client.records(profile, topic, { limit, ...place, partition: String(partition) })
    const isEndless = end === null || end === Number.POSITIVE_INFINITY
    const [behind] = isEndless ? [] : await pageFrom({ from: 'time', at: String(end + 1), limit: '1' })
    const stop = BigInt(behind?.offset ?? latest)
    let page = await pageFrom({ from, at: startOf(query) ?? undefined })
    for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
      yield page.filter(({ offset }) => BigInt(offset) < stop)
      const next = BigInt(last.offset) + 1n
      page = next < stop ? await pageFrom({ from: 'offset', at: String(next) }) : []
    }
  }
}
