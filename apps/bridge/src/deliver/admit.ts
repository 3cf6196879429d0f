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
 * a topic. Verdicts of outcomes in their order; rejects for faults of our own alone.
 */
export async function admitAll(outcomes: readonly Outcome[], gate: Gate): Promise<Verdict[]> {
  const refusalOf = await refusalsOf(outcomes, gate)
  return outcomes.map((outcome) => admitOutcome(outcome, gate.profile, refusalOf))
}

/** The verdict of one outcome. */
export async function admit(outcome: Outcome, gate: Gate): Promise<Verdict> {
  const refusalOf = await refusalsOf([outcome], gate)
  return admitOutcome(outcome, gate.profile, refusalOf)
}

function admitOutcome(outcome: Outcome, profile: Profile, refusalOf: RefusalOf): Verdict {
  const { assumed, copies } = outcome
  if (assumed !== undefined) {
    const reason = `${assumed.join(', ')} was not run, and what is assumed of it is never sent.`
    return { kind: 'refusal', code: 'failed', reason }
  }
  return copies === undefined ? admitOne(outcome, refusalOf) : admitTogether(copies, profile, refusalOf)
}

function admitTogether(copies: readonly Outcome[], profile: Profile, refusalOf: RefusalOf): Verdict {
  const verdicts = copies.map((copy) => admitOne(copy, refusalOf))
  const refused = verdicts.find((verdict) => verdict.kind === 'refusal')
  if (refused !== undefined) {
    return { ...refused, reason: `One of the ${copies.length} copies of the event is refused: ${refused.reason}` }
  }
  const records = verdicts.flatMap((verdict) => (verdict.kind === 'records' ? verdict.records : []))
  const { name, maxPerMinute = records.length } = profile
  if (records.length > maxPerMinute) {
    const reason = `The event makes ${records.length} records, and profile ${name} takes at most ${maxPerMinute} a minute.`
    return { kind: 'refusal', code: 'failed', reason }
  }
  return records.length > 0 ? { kind: 'records', records } : { kind: 'skip', reason: 'no copy makes a record' }
}

function admitOne(outcome: Outcome, refusalOf: RefusalOf): Verdict {
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
      const refusal = refusalOf(record)
      if (refusal === undefined) return { kind: 'records', records: [{ record, send }] }
      return { kind: 'refusal', ...refusal, topic: record.topic }
    }
  }
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

type RefusalOf = (record: KafkaRecord) => Refusal | undefined

/** Why records are refused. Only the registry is waited for: the path of `run` makes no promise for each record. */
async function refusalsOf(outcomes: readonly Outcome[], { profile, registry }: Gate): Promise<RefusalOf> {
  const topics = new Map<string, Refusal | undefined>()
  const ofTopic: RefusalOf = ({ topic }) => {
    if (!topics.has(topic)) topics.set(topic, topicRefusal(topic, profile))
    return topics.get(topic)
  }
  if (registry === undefined) return ofTopic
  const ofValue = new Map<KafkaRecord, Refusal>()
  for (const record of outcomes.flatMap((outcome) => outcome.copies ?? outcome).flatMap(recordOf)) {
    const refusal = ofTopic(record) === undefined ? await valueRefusal(record, registry) : undefined
    if (refusal !== undefined) ofValue.set(record, refusal)
  }
  return (record) => ofTopic(record) ?? ofValue.get(record)
}

const recordOf = (outcome: Outcome) => (outcome.kind === 'message' ? [outcome.record] : [])

function topicRefusal(topic: string, profile: Profile): Refusal | undefined {
  if (internalTopics.has(topic)) return { code: 'topic-internal', reason: `${topic} belongs to Kafka itself.` }
  if (mayProduceTo(profile, topic)) return undefined
  return { code: 'topic-not-allowed', reason: `${topic} is not in the allowlist of profile ${profile.name}.` }
}

/** What cannot be checked is not sent: the owner of the profile wants it checked. */
async function valueRefusal({ topic, value }: KafkaRecord, registry: SchemaRegistry): Promise<Refusal | undefined> {
  try {
    const objection = await registry.objectionTo(topic, value)
    return objection === undefined ? undefined : { code: 'schema', reason: objection }
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error
    return { code: 'registry', reason: `The value could not be checked. ${error.message}` }
  }
}
