import { type Check, quote } from '../check.ts'

const fewestRecords = 20
const fewKeys = 3

/** Records of one key share a partition: with few keys most partitions, and most consumers, stay idle. */
export const keyLowCardinality: Check = {
  code: 'key-low-cardinality',
  severity: 'hint',
  ofSamples({ runs }) {
    const topics = new Map<string, string[]>()
    for (const { outcome } of runs) {
      if (outcome.kind !== 'message') continue
      const { topic, key } = outcome.record
      const keys = topics.get(topic)
      if (keys === undefined) topics.set(topic, [key])
      else keys.push(key)
    }
    return [...topics].flatMap(([topic, keys]) => {
      const distinct = [...new Set(keys)]
      if (keys.length < fewestRecords || distinct.length === 1 || distinct.length > fewKeys) return []
      const cause = `The ${keys.length} records on ${quote(topic)} have only ${distinct.length} keys (${distinct.map(quote).join(', ')}), so at most ${distinct.length} partitions are used.`
      return [{ place: ['settings', 'kafka', 'key'], cause }]
    })
  },
}
