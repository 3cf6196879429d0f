import { headerPairs, partitionForKey } from '@mapping-designer/mapping-engine'
import type { Difference, KafkaRecord, StoredRecord } from '@mapping-designer/shared-types'

/** Where a record in the log differs from what was sent, byte by byte; empty where it does not. */
export function compareRecord(sent: KafkaRecord, stored: StoredRecord, partitions: number): Difference[] {
  const pairs: [Difference['field'], string, string | null][] = [
    ['key', sent.key, stored.key],
    ['value', sent.value, stored.value],
    ['headers', JSON.stringify(headerPairs(sent.headers)), JSON.stringify(stored.headers)],
    ['timestamp', BigInt(sent.timestamp).toString(), stored.timestamp],
    ['partition', String(partitionForKey(sent.key, partitions)), String(stored.partition)],
  ]
  return pairs.flatMap(([field, before, after]) => {
    // No key is another one than the text "null".
    if (after === null) return [{ field, sent: before, stored: 'null', at: 0 }]
    const at = firstDifference(Buffer.from(before), Buffer.from(after))
    return at === -1 ? [] : [{ field, sent: before, stored: after, at }]
  })
}

function firstDifference(before: Buffer, after: Buffer): number {
  if (before.equals(after)) return -1
  const shorter = Math.min(before.length, after.length)
  for (let index = 0; index < shorter; index++) if (before[index] !== after[index]) return index
  return shorter
}
