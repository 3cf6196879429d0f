import type { CollectorState, KafkaRecord, PreviewLine } from '@mapping-designer/shared-types'
import { provenVersion } from '../runtime/versions.ts'
import { CodeFault, type CodeRunner } from '../value/code-function.ts'
import { type GenuineSend, runGenuine } from './run-genuine.ts'

/** What the published walkerOS packages say to a preview. */
export type GenuineCheck =
  | { verdict: 'same'; version: string }
  | { verdict: 'different'; version: string; field: string; at: number; genuine: KafkaRecord | null }
  | { verdict: 'not-checked'; reason: string }

export interface GenuineQuestion {
  config: unknown
  collector: CollectorState
  event: unknown
  line: Pick<PreviewLine, 'outcome' | 'message'>
  now: number
  code?: CodeRunner | undefined
}

/**
 * Runs an event through the published collector and destination and compares their record with the preview, byte by
 * byte. Without a runner, functions are compiled in this process: then never ask about a config nobody vouches for.
 */
export async function compareWithPublished({
  config,
  collector,
  event,
  line,
  now,
  code,
}: GenuineQuestion): Promise<GenuineCheck> {
  const version = provenVersion
  let send: GenuineSend | undefined
  try {
    const run = await runGenuine({ config, collector, event, now, code })
    send = run.sends[0]
  } catch (error) {
    if (error instanceof CodeFault)
      return { verdict: 'not-checked', reason: `a function was not run: ${error.message}` }
    throw error
  }
  if (send === undefined) {
    if (line.message === null) return { verdict: 'same', version }
    return { verdict: 'different', version, field: 'outcome', at: 0, genuine: null }
  }
  return compareSend(send, line.message)
}

/** Compares what was sent with the record on screen. */
export function compareSend(send: GenuineSend, message: KafkaRecord | null): GenuineCheck {
  const version = provenVersion
  const genuine = asRecord(send)
  if (message === null) return { verdict: 'different', version, field: 'outcome', at: 0, genuine }
  for (const field of ['topic', 'key', 'value', 'headers', 'timestamp'] as const) {
    const shown = textOf(message[field])
    const real = textOf(genuine[field])
    if (shown !== real) return { verdict: 'different', version, field, at: firstDifference(shown, real), genuine }
  }
  return { verdict: 'same', version }
}

function asRecord(send: GenuineSend): KafkaRecord {
  const [message] = send.messages
  return { topic: send.topic, ...message } as KafkaRecord
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Index of the first differing UTF-8 byte. */
function firstDifference(a: string, b: string): number {
  const encoder = new TextEncoder()
  const [left, right] = [encoder.encode(a), encoder.encode(b)]
  let index = 0
  while (index < left.length && left[index] === right[index]) index++
  return index
}
