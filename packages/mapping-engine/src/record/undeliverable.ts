import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'

/**
 * Why kafkajs or every broker must refuse a record, in one sentence, or null. walkerOS swallows this refusal: the
 * event counts as done and the record is lost.
 */
export function refusalOf(record: KafkaRecord, send: SendOptions, isIdempotent: boolean): string | null {
  return (
    topicRefusal(record.topic) ??
    timestampRefusal(record.timestamp) ??
    headersRefusal(record.headers) ??
    (isIdempotent && send.acks !== -1 ? `An idempotent producer needs acks -1, but acks is ${send.acks}.` : null)
  )
}

function topicRefusal(topic: unknown): string | null {
  if (topic === '') return 'The topic is empty.'
  if (typeof topic !== 'string') return `The topic is ${JSON.stringify(topic)}, not a string.`
  if (topic === '.' || topic === '..') return `A topic cannot be named "${topic}".`
  if (topic.length > 249) return `The topic name has ${topic.length} characters, Kafka allows 249.`
  const illegal = /[^\w.-]/.exec(topic)
  return (
    illegal && `The topic "${topic}" holds the character ${JSON.stringify(illegal[0])}, which Kafka does not allow.`
  )
}

// kafkajs turns the text into a BigInt; 0n is accepted, but the empty text never gets there.
function timestampRefusal(timestamp: string): string | null {
  if (timestamp !== '') {
    try {
      BigInt(timestamp)
      return null
    } catch {
      // No whole number: said below.
    }
  }
  return `The timestamp ${JSON.stringify(timestamp)} is no whole number of milliseconds.`
}

function headersRefusal(headers: KafkaRecord['headers']): string | null {
  for (const [name, value] of Object.entries(headers)) {
    const isSendable = typeof value === 'string' || (Array.isArray(value) && value.every((v) => typeof v === 'string'))
    if (!isSendable) return `The header "${name}" is ${JSON.stringify(value)}, not a string.`
  }
  return null
}
