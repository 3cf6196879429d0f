import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure, reasonOfWrite } from '../kafka/kafka-port.ts'
import type { Positioned } from '../kafka/record-batches.ts'

/** An event by its place in the input, with the records it makes, if any. They are written together, or not at all. */
export interface Item {
  index: number
  records?: readonly Positioned[]
}

export interface WriteOptions<One extends Item> {
  /** Called with an event of which a record is refused; answers what is written in its place, and throws where nothing can be. */
  replace(item: One & Required<Item>, reason: string): One
  /** What is refused: a record for what is said of itself, or also for what is said of its topic. */
  refuses: 'record' | 'topic'
  /** Called each time that a transaction has all and is about to be committed. */
  onFilled?: () => void
}

const ofRecord = new Set<string>(['record-too-large', 'record-refused'])
const ofTopic = new Set<string>(['topic-missing', 'authorization'])

/**
 * Writes the records of some events in one transaction. Where the cluster refuses some, they are found by halving and
 * replaced, until all can be written. Rejects where the cluster is at fault.
 */
export async function writeIsolated<One extends Item>(
  writer: ExactWriter,
  items: readonly One[],
  options: WriteOptions<One>,
): Promise<void> {
  const last = items.at(-1)
  if (last === undefined) return
  const records = items.flatMap((item) => item.records ?? [])
  try {
    await writer.write(records, BigInt(last.index) + 1n, options.onFilled)
  } catch (error) {
    const isRefusal = error instanceof KafkaFailure && records.length > 0 && refusals[options.refuses].has(error.code)
    if (!isRefusal) throw error
    await writer.open()
    // What is about a topic goes for all of its records; what is about one record has to be looked for.
    const topics = new Set(records.map(({ record }) => record.topic))
    if (items.length === 1 || (ofTopic.has(error.code) && topics.size === 1)) {
      await writeIsolated(writer, replaceAll(items, error, options), options)
      return
    }
    const middle = items.length >> 1
    await writeIsolated(writer, items.slice(0, middle), options)
    await writeIsolated(writer, items.slice(middle), options)
  }
}

const refusals = { record: ofRecord, topic: new Set([...ofRecord, ...ofTopic]) }

function replaceAll<One extends Item>(items: readonly One[], failure: KafkaFailure, options: WriteOptions<One>): One[] {
  return items.map((item) => {
    const { records = [] } = item
    if (records.length === 0) return item
    const topics = new Set(records.map(({ record }) => record.topic))
    return options.replace({ ...item, records }, reasonOfWrite(failure, [...topics].join(' or ')))
  })
}
