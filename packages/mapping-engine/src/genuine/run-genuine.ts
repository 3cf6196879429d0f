import { startFlow } from '@walkeros/collector'
import type { Elb, WalkerOS } from '@walkeros/core'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import { pinnedSpanId, pinnedTrace } from '../event/pinned-ids.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { codePrefix } from '../value/code-function.ts'

/** What walkerOS handed to kafkajs' `producer.send`. */
export interface GenuineSend {
  topic: unknown
  messages: { key: unknown; value: string; headers: Record<string, unknown>; timestamp: string }[]
  acks: number
  compression: number
  timeout?: number
}

export interface GenuineRun {
  sends: GenuineSend[]
  /** What the collector's push answered. */
  result: Elb.PushResult
  /** Messages logged as errors or warnings. */
  logs: { level: string; message: string; detail: string }[]
}

export interface GenuineInput {
  config: unknown
  collector?: Record<string, unknown> | undefined
  event: unknown
  /** ms since 1970; the caller freezes Date.now where an event may end without a timestamp. */
  now: number
}

/**
 * Pushes one event through the published collector and Kafka destination, with a recorder in place of kafkajs.
 * Random ids are pinned as the engine pins them. Functions of the config are compiled in this process: never give it
 * a config that nobody vouches for.
 */
export async function runGenuine({ config, collector: state = {}, event, now }: GenuineInput): Promise<GenuineRun> {
  const sends: GenuineSend[] = []
  const logs: GenuineRun['logs'] = []
  const handler = (level: string, message: unknown, detail: unknown) => {
    logs.push({ level, message: String(message), detail: describe(detail) })
  }
  const { collector } = await startFlow({
    ...state,
    logger: {
      level: 'WARN',
      handler: (level: unknown, message: unknown, detail: unknown) => handler(String(level), message, detail),
    },
    destinations: {
      kafka: { code: destinationKafka, config: revive(structuredClone(config)), env: recordingEnv(sends) },
    },
  } as unknown as Parameters<typeof startFlow>[0])
  collector.trace = pinnedTrace
  const result = await collector.push(pinned(event, now) as WalkerOS.DeepPartialEvent)
  return { sends, result, logs }
}

function recordingEnv(sends: GenuineSend[]) {
  const producer = {
    connect: async () => {},
    disconnect: async () => {},
    send: async (record: GenuineSend) => {
      sends.push(structuredClone(record))
      return []
    },
  }
  class Kafka {
    producer() {
      return producer
    }
  }
  return { Kafka: { Kafka, CompressionTypes: { None: 0, GZIP: 1, Snappy: 2, LZ4: 3, ZSTD: 4 } } }
}

// Ids, trace, time and timing are random or of the clock in production.
function pinned(event: unknown, now: number): unknown {
  if (!isPlainObject(event)) return event
  const ids = { timestamp: now, timing: 0, id: pinnedSpanId(event) }
  const given = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined))
  return { ...ids, ...given }
}

/** Functions as the CLI's bundler emits them: the text after `$code:` as an expression. */
function revive(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith(codePrefix) ? new Function(`return (${value.slice(codePrefix.length)})`)() : value
  }
  if (Array.isArray(value)) return value.map(revive)
  if (!isPlainObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, { value: revive(item), enumerable: true, writable: true, configurable: true })
  }
  return copy
}

function describe(detail: unknown): string {
  const error = isPlainObject(detail) ? detail['error'] : detail
  return error instanceof Error ? error.message : String(error ?? '')
}
