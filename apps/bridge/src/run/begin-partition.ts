import { positionsFrom } from '../kafka/browse-records.ts'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import type { Reader } from '../kafka/reader.ts'
import { requireAnswer } from '../kafka/require-answer.ts'
import type { BegunNote } from './begun-note.ts'

/** Where to begin in a partition that the group has no position in. */
export type Start = 'earliest' | 'latest'
/** Where to go on in a partition whose position is lost; `stop` leaves the partition alone until somebody decides. */
export type Expired = Start | 'stop'

/** What is known of a partition before anything is read from it. Offsets. */
export interface PartitionState {
  /** Of the next event, as the group keeps it. */
  committed: bigint | null
  /** Where the log begins. */
  low: bigint
  /** Where the log ends. */
  high: bigint
  /** This group has had a position here before. */
  isBegun: boolean
  /** The partition was added while the group was at work, so that nobody can have meant to skip what is in it. */
  isAdded: boolean
}

export interface Policy {
  start: Start
  /** Without it `start` decides after retention, and what was forgotten or cut off stops the partition. */
  expired: Expired | undefined
}

/** Where to go on, and what somebody has to know about it; where nobody may go on, why, and what to do. */
export type Beginning = { at: bigint; notice?: string } | { stop: string }

/** Decides where a partition is read from. */
export function beginningOf(state: PartitionState, { start, expired }: Policy): Beginning {
  const { committed, low, high, isBegun, isAdded } = state
  const offsetOf = (where: Start) => (where === 'earliest' ? low : high)
  const goOn = (what: string, where: Expired, cost: Record<Start, string>): Beginning => {
    if (where === 'stop') {
      return { stop: `${what} Start again with --expired earliest (${cost.earliest}) or latest (${cost.latest}).` }
    }
    return { at: offsetOf(where), notice: `${what} Goes on at offset ${offsetOf(where)}: ${cost[where]}.` }
  }
  if (committed === null) {
    if (isBegun) {
      const what =
        'The cluster has forgotten the position of the group, as it does some days after the last worker stopped.'
      return goOn(what, expired ?? 'stop', {
        earliest: `${high - low} records are mapped again`,
        latest: `records written since then are skipped`,
      })
    }
    return { at: offsetOf(isAdded ? 'earliest' : start) }
  }
  if (committed < low) {
    const lost = low - committed
    const what = `Retention deleted ${lost} records (offsets ${committed} to ${low - 1n}) before they were read.`
    return goOn(what, expired ?? start, {
      earliest: `${lost} records are lost`,
      latest: `${high - committed} records are lost`,
    })
  }
  if (committed > high) {
    const what = `The position of the group, ${committed}, lies behind the end of the log, ${high}: the log was cut off.`
    return goOn(what, expired ?? 'stop', {
      earliest: `${high - low} records are mapped again`,
      latest: `records written since then are skipped`,
    })
  }
  return { at: committed }
}

/**
 * Shuts out earlier writers of a partition and answers where to go on. A position that is not in the log yet is written
 * at once, so that a worker that is stopped before the first event begins there as well.
 */
export async function beginPartition(
  place: { topic: string; partition: number; isAdded: boolean },
  parts: { reader: Reader; writer: ExactWriter; note: BegunNote },
  policy: Policy,
  onNotice: (sentence: string) => void,
): Promise<bigint> {
  const { topic, partition, isAdded } = place
  const { reader, writer, note } = parts
  const committed = await writer.open()
  const { start, end } = await positionsFrom(reader, topic, { from: { kind: 'earliest' }, partition, limit: 0 })
  const low = requireAnswer(start.get(partition), 'where a partition begins')
  const high = requireAnswer(end.get(partition), 'where a partition ends')
  const identity = await reader.identityOf(topic)
  const isBegun = await note.has(identity, partition)
  const beginning = beginningOf({ committed, low, high, isBegun, isAdded }, policy)
  if ('stop' in beginning) throw new KafkaFailure('refused', beginning.stop)
  if (beginning.at !== committed) await writer.write([], beginning.at)
  if (!isBegun) await note.add(identity, partition)
  if (beginning.notice !== undefined) onNotice(beginning.notice)
  return beginning.at
}
