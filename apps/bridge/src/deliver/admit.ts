import { internalTopics, reasonOf } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, Outcome, SendOptions } from '@mapping-designer/shared-types'
import { mayProduceTo, type Profile } from '../config/profile.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { RegistryFailure, type SchemaRegistry } from '../registry/schema-registry.ts'

/** What decides whether a record may go to a cluster. */
export interface Gate {
  profile: Profile
  registry?: SchemaRegistry | undefined
}

/**
 * Why an outcome is not sent although somebody wanted a record: the event or its record is at fault (`failed`,
 * `undeliverable`), the topic (`topic-internal`, `topic-not-allowed`), or the value (`schema`). With `registry` nobody
 * could ask the schema registry: another try may help.
 */
export type RefusalCode = 'failed' | 'undeliverable' | 'topic-internal' | 'topic-not-allowed' | 'schema' | 'registry'

/** What becomes of an outcome on its way to a cluster. The records of one event go together, or not at all. */
export type Verdict =
  | { kind: 'records'; records: readonly AdmittedRecord[] }
  | { kind: 'skip'; reason: string }
  | { kind: 'refusal'; code: RefusalCode; reason: string; topic?: string }

export interface AdmittedRecord {
  record: KafkaRecord
  send: SendOptions
}

/**
 * The one gate for records: everything that sends what a mapping makes asks here, whether it produces, replays or maps
 * a topic. Rejects for faults of our own alone.
 */
export async function admit(outcome: Outcome, gate: Gate): Promise<Verdict> {
  const { assumed, copies } = outcome
  if (assumed !== undefined) {
    const reason = `${assumed.join(', ')} was not run, and what is assumed of it is never sent.`
    return { kind: 'refusal', code: 'failed', reason }
  }
  return copies === undefined ? admitOne(outcome, gate) : admitTogether(copies, gate)
}

async function admitTogether(copies: readonly Outcome[], gate: Gate): Promise<Verdict> {
  const verdicts: Verdict[] = []
  for (const copy of copies) verdicts.push(await admitOne(copy, gate))
  const refused = verdicts.find((verdict) => verdict.kind === 'refusal')
  if (refused !== undefined) {
    return { ...refused, reason: `One of the ${copies.length} copies of the event is refused: ${refused.reason}` }
  }
  const records = verdicts.flatMap((verdict) => (verdict.kind === 'records' ? verdict.records : []))
  const { name, maxPerMinute = records.length } = gate.profile
  if (records.length > maxPerMinute) {
    const reason = `The event makes ${records.length} records, and profile ${name} takes at most ${maxPerMinute} a minute.`
    return { kind: 'refusal', code: 'failed', reason }
  }
  return records.length > 0 ? { kind: 'records', records } : { kind: 'skip', reason: 'no copy makes a record' }
}

async function admitOne(outcome: Outcome, { profile, registry }: Gate): Promise<Verdict> {
  switch (outcome.kind) {
    case 'ignored':
    case 'denied':
    case 'dropped':
      return { kind: 'skip', reason: reasonOf(outcome) }
    case 'undeliverable':
    case 'failed':
      return { kind: 'refusal', code: outcome.kind, reason: reasonOf(outcome) }
    case 'queued':
    case 'not-proven':
      return { kind: 'refusal', code: 'failed', reason: reasonOf(outcome) }
    case 'message': {
      const { record, send } = outcome
      const refusal = topicRefusal(record.topic, profile) ?? (await valueRefusal(record, registry))
      if (refusal === undefined) return { kind: 'records', records: [{ record, send }] }
      return { kind: 'refusal', ...refusal, topic: record.topic }
    }
  }
}

/** Verdicts of outcomes in their order. */
export async function admitAll(outcomes: readonly Outcome[], gate: Gate): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const outcome of outcomes) verdicts.push(await admit(outcome, gate))
  return verdicts
}

/**
 * Verdicts for work that can wait: rejects with KafkaFailure `refused` where nobody could ask the schema registry, so
 * that an outage of the registry does not count as a fault of events.
 */
export async function admitOrWait(outcomes: readonly Outcome[], gate: Gate): Promise<Verdict[]> {
  const verdicts = await admitAll(outcomes, gate)
  for (const verdict of verdicts) {
    if (verdict.kind === 'refusal' && verdict.code === 'registry') throw new KafkaFailure('refused', verdict.reason)
  }
  return verdicts
}

interface Refusal {
  code: RefusalCode
  reason: string
}

function topicRefusal(topic: string, profile: Profile): Refusal | undefined {
  if (internalTopics.has(topic)) return { code: 'topic-internal', reason: `${topic} belongs to Kafka itself.` }
  if (mayProduceTo(profile, topic)) return undefined
  return { code: 'topic-not-allowed', reason: `${topic} is not in the allowlist of profile ${profile.name}.` }
}

/** What cannot be checked is not sent: the owner of the profile wants it checked. */
async function valueRefusal(
  { topic, value }: KafkaRecord,
  registry: SchemaRegistry | undefined,
): Promise<Refusal | undefined> {
  try {
    const objection = await registry?.objectionTo(topic, value)
    return objection === undefined ? undefined : { code: 'schema', reason: objection }
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error
    return { code: 'registry', reason: `The value could not be checked. ${error.message}` }
  }
}
