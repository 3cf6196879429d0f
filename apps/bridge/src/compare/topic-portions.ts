import { type EventPlace, type EventPortion, maxPortion } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord } from '@mapping-designer/shared-types'
import type { Profile } from '../config/profile.ts'
import { fetchFrom, type Positions, positionsFrom } from '../kafka/browse-records.ts'
import { explainError } from '../kafka/explain-error.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { UnreadableBatch } from '../kafka/read-batches.ts'
import { openReader, type Reader } from '../kafka/reader.ts'
import { decodeRecords } from '../registry/decode-records.ts'
import { schemaRegistry } from '../registry/schema-registry.ts'
import { eventText } from '../run/event-text.ts'

/** A stretch of a topic up to where it ends now: all of it, the records of the last ms, or the newest ones. */
export interface Stretch {
  topic: string
  last?: { ms: number } | { records: number } | undefined
}

const fetchWait = 500

/**
 * The events in a stretch of a topic, partition by partition, as they are committed; joins no group and writes nothing. `onFault` is
 * called with a sentence for each record that holds no event.
 */
export async function* topicPortions(
  profile: Profile,
  stretch: Stretch,
  onFault: (sentence: string) => void,
): AsyncGenerator<EventPortion> {
  const { topic } = stretch
  const registry = profile.registry && schemaRegistry(profile.registry)
  const reader = openReader(profile)
  let index = 0
  try {
    const { start, end } = await positionsOf(reader, stretch)
    for (const [partition, last] of end) {
      const positions = new Map([[partition, start.get(partition) ?? last]])
      for await (const records of recordsUpTo(reader, topic, positions, { partition, last }, onFault)) {
        // A fetch is bounded in bytes.
        for (let from = 0; from < records.length; from += maxPortion.events) {
          const decoded = await decodeRecords(records.slice(from, from + maxPortion.events), registry)
          const { texts, places } = eventsIn(decoded, onFault)
          yield { index, texts, places }
          index += texts.length
        }
      }
    }
  } catch (error) {
    const failure = explainError(error, profile.brokers, 'read')
    if (failure.code !== 'topic-missing') throw failure
    throw new KafkaFailure('topic-missing', `The cluster of ${profile.name} has no topic ${topic}.`, { cause: error })
  } finally {
    await reader.close()
  }
}

async function* recordsUpTo(
  reader: Reader,
  topic: string,
  positions: Positions,
  { partition, last }: { partition: number; last: bigint },
  onFault: (sentence: string) => void,
): AsyncGenerator<BrowsedRecord[]> {
  const at = () => positions.get(partition) ?? last
  while (at() < last) {
    const before = at()
    try {
      const records = await fetchFrom(reader, topic, positions, fetchWait)
      yield records.filter(({ offset }) => BigInt(offset) < last)
    } catch (error) {
      if (!(error instanceof UnreadableBatch)) throw error
      onFault(`${topic} ${partition}@${error.first}: ${error.message}`)
      positions.set(partition, error.next)
    }
    // What an open transaction holds back is not there yet.
    if (at() === before) return
  }
}

function eventsIn(records: readonly BrowsedRecord[], onFault: (sentence: string) => void) {
  const texts: string[] = []
  const places: EventPlace[] = []
  for (const record of records) {
    const at = `${record.topic} ${record.partition}@${record.offset}`
    const { text, fault, context } = eventText(record)
    if (text === undefined) onFault(`${at}: ${fault}.`)
    else {
      texts.push(text)
      places.push({ at, context })
    }
  }
  return { texts, places }
}

async function positionsOf(reader: Reader, { topic, last }: Stretch): Promise<{ start: Positions; end: Positions }> {
  if (last === undefined) return positionsFrom(reader, topic, { from: { kind: 'earliest' }, limit: 0 })
  const atTime = (ms: number) => positionsFrom(reader, topic, { from: { kind: 'time', at: BigInt(ms) }, limit: 0 })
  if ('ms' in last) return atTime(Date.now() - last.ms)
  return newestOf(reader, topic, last.records)
}

/** Behind all times of records. */
const maxTime = 2 ** 43

/** Where the newest records of all partitions together begin: looked for by their times, because they are in other orders than their offsets. */
async function newestOf(reader: Reader, topic: string, count: number): Promise<{ start: Positions; end: Positions }> {
  const all = await positionsFrom(reader, topic, { from: { kind: 'earliest' }, limit: 0 })
  const { end } = all
  const partitions = [...end.keys()]
  const startAt = async (time: number): Promise<Positions> => {
    const found = await reader.offsetsAt(topic, BigInt(time), partitions)
    return new Map(partitions.map((partition, at) => [partition, offsetOr(found[at], end.get(partition))]))
  }
  const surplusOf = (start: Positions) => countOf(start, end) - BigInt(count)
  let [low, high] = [0, maxTime]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (surplusOf(await startAt(middle)) >= 0n) low = middle
    else high = middle
  }
  const start = low === 0 ? all.start : await startAt(low)
  const next = await startAt(low + 1)
  let surplus = surplusOf(start)
  // Of records of one time any are the oldest.
  for (const [partition, offset] of start) {
    const ofThatTime = (next.get(partition) ?? offset) - offset
    // biome-ignore lint/complexity/useMathMinMax: these are big integers
    const less = surplus < ofThatTime ? surplus : ofThatTime
    if (less <= 0n) continue
    start.set(partition, offset + less)
    surplus -= less
  }
  return { start, end }
}

/** Kafka says -1 where no record is that new. */
const offsetOr = (found: bigint | undefined, end = 0n) => (found === undefined || found < 0n ? end : found)

function countOf(start: Positions, end: Positions): bigint {
  return [...end].reduce((sum, [partition, last]) => sum + last - (start.get(partition) ?? last), 0n)
}
