import type { ExactWriter, Positioned } from '../kafka/exact-writer.ts'
import { KafkaFailure, reasonOfWrite } from '../kafka/kafka-port.ts'

/** An event by its place in the input, with the record it makes, if any. */
export interface Item {
  index: number
  positioned?: Positioned
}

/** Told of a record that the cluster refuses; answers what is written in its place, if anything. */
type OnRefused<One extends Item> = (item: One & Required<Item>, reason: string) => Positioned | undefined

/** What is said about a record itself, or about its topic, so that another try cannot help. */
const ofRecord = new Set<string>(['record-too-large', 'record-refused'])
const ofTopic = new Set<string>(['topic-missing', 'authorization'])

/**
 * Writes the records of some events in one transaction. Where the cluster refuses, the refused records are found by
 * halving and told; the others are written. Rejects where the cluster is at fault and not a record.
 */
export async function writeIsolated<One extends Item>(
  writer: ExactWriter,
  items: readonly One[],
  onRefused: OnRefused<One>,
): Promise<void> {
  const last = items.at(-1)
  if (last === undefined) return
  const position = BigInt(last.index) + 1n
  const records = items.flatMap(({ positioned }) => positioned ?? [])
  try {
    await writer.write(records, position)
    return
  } catch (error) {
    if (!(error instanceof KafkaFailure) || records.length === 0) throw error
    if (!ofRecord.has(error.code) && !ofTopic.has(error.code)) throw error
    await writer.open()
    const topics = new Set(records.map(({ record }) => record.topic))
    // What is about a topic goes for all of its records; what is about one record has to be looked for.
    if (items.length === 1 || (ofTopic.has(error.code) && topics.size === 1)) {
      const replacements = items.flatMap((item) => {
        const { positioned } = item
        if (positioned === undefined) return []
        return onRefused({ ...item, positioned }, reasonOfWrite(error, positioned.record.topic)) ?? []
      })
      await writer.write(replacements, position)
      return
    }
  }
  const middle = items.length >> 1
  await writeIsolated(writer, items.slice(0, middle), onRefused)
  await writeIsolated(writer, items.slice(middle), onRefused)
}
