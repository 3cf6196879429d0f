import { setImmediate as nextTurn } from 'node:timers/promises'
import { findLosses, withTime } from '@mapping-designer/mapping-engine'
import { type BrowsedRecord, tryJson } from '@mapping-designer/shared-types'
import { isLightDestination } from '../code/evaluate-here.ts'
import { type PartlyRead, sizeOfRecord } from '../code/event-result.ts'
import { firstPortion, portionMeter } from '../code/portion.ts'
import { admitOrWait, type Verdict } from '../deliver/admit.ts'
import type { Item } from '../deliver/write-isolated.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { valueKeeper } from '../kafka/waiting-value.ts'
import { decodeRecords } from '../registry/decode-records.ts'
import { RegistryFailure } from '../registry/schema-registry.ts'
import { deadLetter } from './dead-letter.ts'
import { type EventText, eventText } from './event-text.ts'
import type { DeadLetterCause, RunOptions } from './run-options.ts'

/** What is made of an event, with the record that the event came in. */
export interface MappedRecord extends Item {
  source: BrowsedRecord
  kind: 'produced' | 'skipped' | 'deadLettered'
  /** Why the event goes to the dead-letter topic. */
  reason?: string
  cause?: DeadLetterCause
  /** Whether reading the event as JSON lost some of it. */
  isInexact?: boolean
}

/**
 * What the first records of the input become: a record, a dead letter, or nothing. As many as one transaction may hold,
 * at least one. Rejects where the cluster is at fault.
 */
export async function mapRecords(options: RunOptions, records: readonly BrowsedRecord[]): Promise<MappedRecord[]> {
  const portion = firstPortion(records, ({ size }) => size)
  const meter = portionMeter()
  const mapped: MappedRecord[] = []
  // What is made on the way is given up after each part, before it has to be kept.
  while (mapped.length < portion.length && meter.room() > 0) {
    // Answers of the brokers have their turn between the parts: a transaction waits for four, one after the other.
    if (mapped.length > 0) await nextTurn()
    for (const one of await mapPart(options, portion.slice(mapped.length, mapped.length + partSize))) {
      mapped.push(one)
      meter.add(() => sizeOf(one))
    }
  }
  return mapped
}

function sizeOf({ records = [] }: MappedRecord): number {
  let size = 0
  // What is copied has the size of its source, which is counted there.
  for (const { record } of records) size += 'partition' in record ? 0 : sizeOfRecord(record)
  return size
}

/** Events that are mapped together; of outcomes, those of the last part come on top of what a portion holds. */
const partSize = 100

/** The same of as many of the first records as the runner takes at once. */
async function mapPart(options: RunOptions, records: readonly BrowsedRecord[]): Promise<MappedRecord[]> {
  const portion = await decoded(records, options)
  const readings = portion.map((record) => readEvent(record, options))
  const inputs = readings.filter((reading) => typeof reading !== 'string')
  const verdicts = inputs.length === 0 ? [] : await firstVerdicts(options, inputs)
  const mapped: MappedRecord[] = []
  let next = 0
  for (const [at, source] of portion.entries()) {
    const reading = readings[at]
    if (typeof reading === 'string') {
      mapped.push(toDeadLetter(options, source, { reason: reading, cause: 'unreadable' }))
      continue
    }
    const verdict = verdicts[next++]
    if (verdict === undefined || reading === undefined) break
    const one = mappedRecord(options, source, verdict)
    mapped.push(reading.isInexact ? { ...one, isInexact: true } : one)
  }
  return mapped
}

/** A registry that does not answer is no fault of an event: the partition waits for it. */
async function decoded(records: readonly BrowsedRecord[], { registry }: RunOptions): Promise<BrowsedRecord[]> {
  try {
    return await decodeRecords(records, registry)
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error
    throw new KafkaFailure('refused', error.message, { cause: error, ...(error.hint && { hint: error.hint }) })
  }
}

/** The same event in its dead letter. */
export function toDeadLetter(
  { deadLetter: topic }: RunOptions,
  source: BrowsedRecord,
  { reason, cause }: { reason: string; cause: DeadLetterCause },
): MappedRecord {
  const index = Number(source.offset)
  return { index, source, kind: 'deadLettered', reason, cause, records: [deadLetter(topic, source, reason)] }
}

const encodedRecord = valueKeeper()

function mappedRecord(options: RunOptions, source: BrowsedRecord, verdict: Verdict): MappedRecord {
  switch (verdict.kind) {
    case 'skip':
      return { index: Number(source.offset), source, kind: 'skipped' }
    case 'refusal':
      return toDeadLetter(options, source, { reason: verdict.reason, cause: verdict.code })
    case 'records': {
      const { records } = verdict
      const { from } = options
      if (records.every(({ record }) => record.topic !== from)) {
        const encoded = records.map(({ record, send }) => ({ record: encodedRecord(record), send }))
        return { index: Number(source.offset), source, kind: 'produced', records: encoded }
      }
      const reason = `${from} is the input: its record would be mapped again, without end.`
      return toDeadLetter(options, source, { reason, cause: 'input-topic' })
    }
  }
}

/** An event with the clock and the seed that make doing it again give the same. */
interface Input {
  event: unknown
  partly?: PartlyRead
  isInexact: boolean
  context: EventText['context']
}

/** The event in a record, or why there is none. */
function readEvent(record: BrowsedRecord, options: RunOptions): Input | string {
  const { text, fault, context } = eventText(record)
  if (text === undefined) return fault
  const { reader, destination, exact } = options
  const known = reader.read(text)
  // Of an event that is written as those before it, and is mapped in this process, only what the mapping looks at is read.
  if (known !== undefined && isLightDestination(destination)) {
    const complete = (looked: readonly string[]) => {
      known.learn(looked)
      return withTime(tryJson(text), context.now)
    }
    const partly = { size: text.length, complete }
    return { event: withTime(known.event, context.now), partly, context, isInexact: false }
  }
  const event = tryJson(text)
  if (event === undefined) return 'The value is not JSON'
  const [loss] = known === undefined ? findLosses(text, event) : []
  if (loss !== undefined && exact) return `${loss.message} --exact takes no such event.`
  if (known === undefined && loss === undefined) reader.note(event)
  return { event: withTime(event, context.now), context, isInexact: loss !== undefined }
}

/** Verdicts of the first inputs. Whatever is thrown belongs to one event, which is found by halving. */
async function firstVerdicts(options: RunOptions, inputs: readonly Input[]): Promise<Verdict[]> {
  const { destination, runner } = options
  try {
    const events = inputs.map(({ event }) => event)
    const contexts = inputs.map(({ context }) => context)
    const partly = inputs.map((input) => input.partly)
    return await admitOrWait(await runner.firstOutcomes({ destination, events, partly, now: 0, contexts }), options)
  } catch (error) {
    if (error instanceof KafkaFailure) throw error
    if (inputs.length > 1) return firstVerdicts(options, inputs.slice(0, inputs.length >> 1))
    // An event is to blame where another one can be mapped; otherwise this rejects, and the partition waits.
    await runner.firstOutcomes({ destination, events: [{}], now: 0 })
    return [{ kind: 'refusal', code: 'failed', reason: `The event cannot be mapped: ${String(error)}` }]
  }
}
