import type { Place } from '@mapping-designer/shared-types'
import { pinnedSpanId, pinnedTrace } from '../event/pinned-ids.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { CodeFault, type CodeRunner, codePrefix, type FunctionContext, Settled } from '../value/code-function.ts'
import { bundledPackages, type WalkerosPackages } from './walkeros-packages.ts'

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
  result: { ok: boolean; queued?: unknown }
  /** Messages logged as errors or warnings. */
  logs: { level: string; message: string; detail: string }[]
}

export interface GenuineInput {
  config: unknown
  collector?: Record<string, unknown> | undefined
  event: unknown
  /** ms since 1970; the caller freezes Date.now where an event may end without a timestamp. */
  now: number
  /** Runs the functions of the config. Without it they are compiled in this process: only for a config somebody vouches for. */
  code?: CodeRunner | undefined
  packages?: WalkerosPackages | undefined
}

/**
 * Pushes one event through the published collector and Kafka destination, with a recorder in place of kafkajs.
 * Random ids are pinned as the engine pins them. Throws CodeFault where the runner could not run a function.
 */
export async function runGenuine({
  config,
  collector: state = {},
  event,
  now,
  code,
  packages = bundledPackages,
}: GenuineInput): Promise<GenuineRun> {
  const faults: CodeFault[] = []
  const compile =
    code === undefined ? compileHere : (source: string, place: Place) => inSandbox(code, source, place, faults)
  const sends: GenuineSend[] = []
  const logs: GenuineRun['logs'] = []
  const handler = (level: string, message: unknown, detail: unknown) => {
    logs.push({ level, message: String(message), detail: describe(detail) })
  }
  const { collector } = await packages.startFlow({
    ...state,
    logger: {
      level: 'WARN',
      handler: (level: unknown, message: unknown, detail: unknown) => handler(String(level), message, detail),
    },
    destinations: {
      kafka: {
        code: packages.destinationKafka,
        config: revive(structuredClone(config), compile, []),
        env: recordingEnv(sends),
      },
    },
  })
  collector.trace = pinnedTrace
  code?.begin()
  const result = await collector.push(pinned(event, now))
  if (faults[0] !== undefined) throw faults[0]
  return { sends, result: { ...result, ok: result?.ok === true }, logs }
}

/** A recorder in the place of kafkajs. */
export function recordingEnv(sends: GenuineSend[]) {
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
export function pinned(event: unknown, now: number): unknown {
  if (!isPlainObject(event)) return event
  const ids = { timestamp: now, timing: 0, id: pinnedSpanId(event) }
  const given = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined))
  return { ...ids, ...given }
}

export type Compile = (source: string, place: Place) => unknown

/** Functions as the CLI's bundler emits them: the text after `$code:` as an expression. */
export function compileHere(source: string): unknown {
  return new Function(`return (${source})`)()
}

/** The same function in the sandbox: what it answers is a promise that takes as many turns where the function's is one. */
export function inSandbox(code: CodeRunner, source: string, place: Place, faults: CodeFault[]): unknown {
  const compiled = code.compile(source, place)
  if (typeof compiled !== 'function') return compiled
  return (value: unknown, context: FunctionContext) => {
    try {
      const result: unknown = compiled(value, context)
      return result instanceof Settled ? settleLater(result) : result
    } catch (error) {
      if (error instanceof CodeFault) faults.push(error)
      throw error
    }
  }
}

function settleLater({ isFulfilled, value, turns }: Settled): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const wait = (left: number): void => {
      if (left > 0) queueMicrotask(() => wait(left - 1))
      else if (isFulfilled) resolve(value)
      else reject(value)
    }
    wait(turns)
  })
}

export function revive(value: unknown, compile: Compile, place: Place): unknown {
  if (typeof value === 'string') {
    return value.startsWith(codePrefix) ? compile(value.slice(codePrefix.length), place) : value
  }
  if (Array.isArray(value)) return value.map((item, index) => revive(item, compile, [...place, index]))
  if (!isPlainObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const revived = revive(item, compile, [...place, key])
    Object.defineProperty(copy, key, { value: revived, enumerable: true, writable: true, configurable: true })
  }
  return copy
}

function describe(detail: unknown): string {
  const error = isPlainObject(detail) ? detail['error'] : detail
  return error instanceof Error ? error.message : String(error ?? '')
}
