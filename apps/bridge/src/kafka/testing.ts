import type { JsonObject } from '@mapping-designer/shared-types'
import { type MessageToProduce, Producer } from '@platformatic/kafka'

export type InputRecord = Omit<MessageToProduce<Buffer | null, Buffer | null, Buffer, Buffer | null>, 'topic'>

/** An event as it lies in the input. */
export const eventRecord = (id: string, partition = 0, more: JsonObject = {}): InputRecord => ({
  value: Buffer.from(JSON.stringify({ name: 'order complete', data: { id }, ...more })),
  partition,
})

/**
 * Writes records to a topic, in parts that a broker takes. Each request is for one partition: the client repeats the whole of
 * a request of which a part was refused, and what was written of it would be there twice.
 */
export async function writeRecords(broker: string, topic: string, records: readonly InputRecord[]): Promise<void> {
  const producer = new Producer<Buffer | null, Buffer | null, Buffer, Buffer | null>({
    clientId: 'test',
    bootstrapBrokers: [broker],
  })
  for (const ofPartition of Map.groupBy(records, ({ partition }) => partition).values()) {
    const largest = ofPartition.reduce((size, { value }) => Math.max(size, value?.length ?? 0), 100)
    const step = Math.ceil(800_000 / largest)
    for (let from = 0; from < ofPartition.length; from += step) {
      const messages = ofPartition.slice(from, from + step).map((record) => ({ ...record, topic }))
      await producer.send({ messages, acks: -1 })
    }
  }
  await producer.close()
}
