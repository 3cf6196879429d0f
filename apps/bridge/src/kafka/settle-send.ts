import { setTimeout as sleep } from 'node:timers/promises'
import { headerPairs } from '@mapping-designer/mapping-engine'
import type { BrowsedRecord, Bytes, KafkaRecord } from '@mapping-designer/shared-types'
import { retry } from '../work/retry.ts'
import { KafkaFailure, type KafkaFailureCode } from './kafka-port.ts'

export interface WrittenPlace {
  partition: number
  offset: string
}

interface Sending {
  record: KafkaRecord
  /** One try; rejects with KafkaFailure. */
  attempt: () => Promise<WrittenPlace>
  /** Records of the topic that were written since before the first try. */
  writtenSince: () => Promise<BrowsedRecord[]>
  /** Places that are known to hold another sender's record; the answered one is added. */
  acknowledged: Set<string>
}

const refusedTries = 5
/** ms in which a broker that went away may come back and show what it has written */
const settleLimit = 8_000
const maxRemembered = 10_000

/**
 * Sends a record once. What the broker refused without writing is tried again; where its answer got lost, the log tells
 * whether the record is there. A second try could write it twice, and a failure reported for a record that is in the log
 * would be a lie.
 */
export async function settleSend(sending: Sending): Promise<WrittenPlace> {
  const { record, attempt, acknowledged } = sending
  try {
    return remember(await retry(attempt, pauseAfter))
  } catch (error) {
    if (!(error instanceof KafkaFailure && uncertain.has(error.code))) throw error
    return remember(await lookFor(sending, error))
  }

  function remember(place: WrittenPlace): WrittenPlace {
    acknowledged.add(keyOf(record.topic, place))
    for (const oldest of acknowledged) {
      if (acknowledged.size <= maxRemembered) break
      acknowledged.delete(oldest)
    }
    return place
  }
}

/** After these the record may be in the log. */
const uncertain = new Set<KafkaFailureCode>(['no-answer', 'unreachable', 'not-acknowledged'])
/** Refusals that end by themselves: a leader that moves, a topic made a moment ago. */
const passing = new Set<KafkaFailureCode>(['busy', 'topic-missing'])

function pauseAfter(error: unknown, tried: number): number | undefined {
  const isPassing = error instanceof KafkaFailure && passing.has(error.code)
  return isPassing && tried < refusedTries ? 50 * 2 ** tried : undefined
}

async function lookFor({ record, writtenSince, acknowledged }: Sending, failure: KafkaFailure): Promise<WrittenPlace> {
  const deadline = performance.now() + settleLimit
  let hasLooked = false
  while (performance.now() < deadline) {
    try {
      const found = (await writtenSince()).find(
        (stored) => isSame(record, stored) && !acknowledged.has(keyOf(record.topic, stored)),
      )
      if (found !== undefined) return { partition: found.partition, offset: found.offset }
      // The broker is back and does not have it: a connection that was closed brings nothing more.
      if (failure.code === 'unreachable') throw failure
      hasLooked = true
    } catch (error) {
      if (error === failure) throw failure
    }
    await sleep(300)
  }
  throw new KafkaFailure(
    'lost-answer',
    hasLooked
      ? `The broker did not acknowledge the record in time, and it is not in the log up to now: ${failure.message}`
      : `The answer of the broker got lost, and the log cannot be read: ${failure.message}`,
    { hint: 'Look at the topic before you send it again.', cause: failure },
  )
}

function keyOf(topic: string, { partition, offset }: WrittenPlace): string {
  return `${topic} ${partition}@${offset}`
}

function isSame(record: KafkaRecord, stored: BrowsedRecord): boolean {
  return (
    textOf(stored.key) === record.key &&
    textOf(stored.value) === record.value &&
    (stored.timestampType === 'LogAppendTime' || stored.timestamp === BigInt(record.timestamp).toString()) &&
    JSON.stringify(stored.headers.map(([name, value]) => [name, textOf(value)])) ===
      JSON.stringify(headerPairs(record.headers))
  )
}

function textOf(bytes: Bytes): string | null {
  return bytes !== null && 'text' in bytes ? bytes.text : null
}
