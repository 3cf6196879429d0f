import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'

/** What walkerOS hands to `producer.send` of kafkajs for a record; `idempotent` is a matter of the producer itself. */
export function producerSend({ topic, ...message }: KafkaRecord, { idempotent: _, ...options }: SendOptions) {
  return { topic, messages: [message], ...options }
}
