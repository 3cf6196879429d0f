import type { KafkaRecord } from '@mapping-designer/shared-types'

/**
 * SHA-256 of a record as 64 hex digits. Equal digests mean equal topic, key, value, headers (in order) and timestamp.
 */
export async function recordDigest(record: KafkaRecord): Promise<string> {
  const { topic, key, value, headers, timestamp } = record
  const text = JSON.stringify([topic, key, value, Object.entries(headers), timestamp])
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
