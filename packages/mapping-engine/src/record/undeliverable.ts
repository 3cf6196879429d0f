import type { KafkaRecord, SendOptions } from '@mapping-designer/shared-types'
import { codePrefix } from '../value/code-function.ts'

/** `isWhole`: the timestamp is known to be a whole number of milliseconds. */
export type FindRefusal = (record: KafkaRecord, isWhole: boolean) => string | null

/**
 * Says why kafkajs or every broker must refuse a record, in one sentence, or null. walkerOS swallows this refusal: the
 * event counts as done and the record is lost. Headers and acks are the same for all records of a destination.
 */
export function compileRefusal(send: SendOptions): FindRefusal {
  const ofSend = acksRefusal(send)
  const ofTopics = new Map<unknown, string | null>()
  let lastTopic: unknown
  let ofTopic: string | null = topicRefusal(undefined)
  let ofHeaders: { headers: KafkaRecord['headers']; refusal: string | null } | undefined
  return ({ topic, timestamp, headers }, isWhole) => {
    // Most events in a row go to the same topic.
    if (topic !== lastTopic) {
      let known = ofTopics.get(topic)
      if (known === undefined) {
        known = topicRefusal(topic)
        ofTopics.set(topic, known)
      }
      lastTopic = topic
      ofTopic = known
    }
    if (ofHeaders?.headers !== headers) ofHeaders = { headers, refusal: headersRefusal(headers) }
    return ofTopic ?? (isWhole ? null : timestampRefusal(timestamp)) ?? ofHeaders.refusal ?? ofSend
  }
}

function acksRefusal({ idempotent, acks }: SendOptions): string | null {
  if (idempotent && acks !== -1) return `An idempotent producer needs acks -1, but acks is ${acks}.`
  if (acks === 0 || [-1, 1].includes(Number(acks)) || String(acks).startsWith('$')) return null
  if (Number.isInteger(Number(acks)) && Number(acks) !== 0)
    return `Kafka has no acks ${acks}, so it refuses the record.`
  // kafkajs looks for the number 0 when it decides whether an answer comes, and writes what is no number as 0.
  return `kafkajs sends acks ${JSON.stringify(acks)} as 0 and waits for an answer that never comes, so each try writes the record again.`
}

function topicRefusal(topic: unknown): string | null {
  if (topic === '') return 'The topic is empty.'
  if (topic === codePrefix) return 'The topic is a function, which nothing calls.'
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
    if (value === codePrefix) return `The header "${name}" is a function, not a string.`
    if (!isSendable) return `The header "${name}" is ${JSON.stringify(value)}, not a string.`
  }
  return null
}
