import type { KafkaRecord } from '@mapping-designer/shared-types'

/**
 * Headers as they stand in the log: pairs in their order, a list of values as the same name several times. Mirrors kafkajs
 * `protocol/recordBatch/record/v0`. A value that is no text, so that the record cannot be sent, stands as JSON.
 */
export function headerPairs(headers: KafkaRecord['headers']): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [
      name,
      typeof one === 'string' ? one : JSON.stringify(one),
    ]),
  )
}
