import { type Check, quote } from '../check.ts'

/** Records with one key go to one partition: one consumer does all the work. */
export const partitionSkew: Check = {
  code: 'partition-skew',
  severity: 'warning',
  ofSamples({ runs }) {
    const keys = new Map<string, Set<string>>()
    const counts = new Map<string, number>()
    for (const { outcome } of runs) {
      if (outcome.kind !== 'message') continue
      const { topic, key } = outcome.record
      keys.set(topic, (keys.get(topic) ?? new Set()).add(key))
      counts.set(topic, (counts.get(topic) ?? 0) + 1)
    }
    return [...keys].flatMap(([topic, distinct]) => {
      const count = counts.get(topic) ?? 0
      const [key] = distinct
      return distinct.size > 1 || count < 5
        ? []
        : [
            {
              place: ['settings', 'kafka', 'key'],
              cause: `All ${count} records on ${quote(topic)} have the key ${quote(key)}, so all go to one partition.`,
            },
          ]
    })
  },
}
