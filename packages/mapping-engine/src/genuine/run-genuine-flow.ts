import { startFlow } from '@walkeros/collector'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import { bundleStep, type StepKind } from '../chain/bundle-flow.ts'
import { pinnedTrace } from '../event/pinned-ids.ts'
import type { Door } from '../flow/whole-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { semanticsOf } from '../runtime/differences.ts'
import { provenVersion } from '../runtime/versions.ts'
import { codePrefix } from '../value/code-function.ts'
import { type GenuineSend, recordingEnv } from './run-genuine.ts'

export interface GenuineFlowRun {
  /** What each Kafka destination handed to kafkajs, by its name. */
  sends: Record<string, GenuineSend[]>
  logs: { level: string; message: string }[]
  isOk: boolean
}

type Json = Record<string, unknown>

/**
 * Takes one event the whole way through the published collector, with a recorder in place of kafkajs. Functions are compiled in this process:
 * only for a flow that somebody vouches for.
 */
export async function runGenuineFlow(flow: Json, door: Door, event: unknown, scope?: unknown): Promise<GenuineFlowRun> {
  const logs: GenuineFlowRun['logs'] = []
  const sends: GenuineFlowRun['sends'] = {}
  const handler = (level: unknown, message: unknown) =>
    void logs.push({ level: String(level), message: String(message) })
  const started = (await startFlow({
    ...(isPlainObject(flow['collector']) ? flow['collector'] : {}),
    logger: { level: 'WARN', handler },
    sources: steps(flow, 'source', (_, given) => ({ ...given, code: handOver(scope) })),
    transformers: steps(flow, 'transformer', (code, given) => ({ ...given, ...(code && { code: inlineCode(code) }) })),
    destinations: steps(flow, 'destination', (_, given, name) => {
      sends[name] = []
      return { ...given, code: destinationKafka, env: recordingEnv(sends[name]) }
    }),
  } as unknown as Parameters<typeof startFlow>[0])) as unknown as Started
  started.collector.trace = pinnedTrace
  const push = door.into === 'source' ? started.collector.sources[door.name]?.push : started.collector.push
  const result = await push?.(event)
  return { sends, logs, isOk: result?.ok === true }
}

interface Started {
  collector: { trace: string; push: Push; sources: Record<string, { push: Push }> }
}
type Push = (event: unknown) => Promise<{ ok?: boolean } | undefined>

/** Steps as the bundler has them: what it loses of them is not there. */
function steps(flow: Json, kind: StepKind, make: (code: Json | null, given: Json, name: string) => Json): Json {
  const raw = flow[`${kind}s`]
  const made = Object.entries(isPlainObject(raw) ? raw : {}).flatMap(([name, step]) => {
    const own = isPlainObject(step) ? step : {}
    const bundled = bundleStep(kind, name, own, own, semanticsOf(provenVersion))
    if (bundled === null) return []
    const { before, next, cache } = bundled
    const given = Object.fromEntries(
      Object.entries({ config: revive(own['config']), before, next, cache }).filter(([, value]) => value !== undefined),
    )
    return [[name, make(bundled.is === 'inline' ? bundled.code : null, given, name)] as const]
  })
  return Object.fromEntries(made)
}

/** A source that hands over what it is given, with a request of its own. */
function handOver(scope: unknown) {
  return (context: { config: unknown; withScope: (scope: unknown, respond: undefined, body: unknown) => unknown }) => ({
    type: 'test',
    config: context.config,
    push: (event: unknown) => context.withScope(scope, undefined, (env: { push: Push }) => env.push(event)),
  })
}

/** Functions as the bundler emits them, inside the factory of their step. */
function inlineCode(code: Json) {
  return (context: { config: unknown }) => ({
    type: code['type'],
    config: context.config,
    ...(code['push'] !== undefined && { push: compiled(code['push'], context) }),
    ...(code['init'] !== undefined && { init: compiled(code['init'], context) }),
  })
}

function compiled(text: unknown, context: unknown): unknown {
  return new Function('context', `'use strict'; return (${String(text).replace(codePrefix, '')})`)(context)
}

function revive(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith(codePrefix)) return compiled(value, undefined)
  if (Array.isArray(value)) return value.map(revive)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]))
}
