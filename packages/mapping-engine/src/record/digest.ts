import type { KafkaRecord, Outcome } from '@mapping-designer/shared-types'

/**
 * SHA-256 of a record as 64 hex digits. Equal digests mean equal topic, key, value, headers (in order) and timestamp.
 */
export async function recordDigest(record: KafkaRecord): Promise<string> {
  const { topic, key, value, headers, timestamp } = record
  return sha256(JSON.stringify([topic, key, value, Object.entries(headers), timestamp]))
}

/** The digest of all that an event is sent as: of its record, or of the records of its copies in their order; null where there is none. */
export async function outcomeDigest(outcome: Outcome): Promise<string | null> {
  const records = (outcome.copies ?? [outcome]).flatMap((one) => (one.kind === 'message' ? [one.record] : []))
  const [first, ...more] = await Promise.all(records.map(recordDigest))
  return first === undefined || more.length === 0 ? (first ?? null) : sha256([first, ...more].join())
}

/** SHA-256 of the UTF-8 bytes of a text as 64 hex digits. */
export async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
