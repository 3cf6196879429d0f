import { bundleStep, type StepKind } from '../chain/bundle-flow.ts'
import { createIngest } from '../chain/ingest.ts'
import { pinnedTrace } from '../event/pinned-ids.ts'
import type { Entry } from '../flow/whole-flow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { type Semantics, semanticsOf } from '../runtime/differences.ts'
import { CodeFault, type CodeRunner, codePrefix } from '../value/code-function.ts'
import type { StepAnswer } from '../value/step-function.ts'
import { type Compile, compileHere, type GenuineSend, inSandbox, recordingEnv, revive } from './run-genuine.ts'
import { bundledPackages, type WalkerosPackages } from './walkeros-packages.ts'

export interface GenuineFlowRun {
  /** What each Kafka destination handed to kafkajs, by its name. */
  sends: Record<string, GenuineSend[]>
  logs: { level: string; message: string }[]
  isOk: boolean
}

type Json = Record<string, unknown>

export interface GenuineFlowOptions {
  scope?: unknown
  /** Runs the functions of the flow. Without it they are compiled in this process: only for a flow that somebody vouches for. */
  code?: CodeRunner | undefined
  packages?: WalkerosPackages | undefined
}

/**
 * Takes one event the whole way through the published collector and the published transformers, with a recorder in place of
 * kafkajs. Throws CodeFault where the runner could not run a function.
 */
export async function runGenuineFlow(
  flow: Json,
  entry: Entry,
  event: unknown,
  { scope, code, packages = bundledPackages }: GenuineFlowOptions = {},
): Promise<GenuineFlowRun> {
  const faults: CodeFault[] = []
  const functions = functionsOf(code, faults)
  const logs: GenuineFlowRun['logs'] = []
  const sends: GenuineFlowRun['sends'] = {}
  const handler = (level: unknown, message: unknown) =>
    void logs.push({ level: String(level), message: String(message) })
  const made = (kind: StepKind, codeOf: CodeOf) => steps(flow, kind, semanticsOf(packages.runtime), functions, codeOf)
  const { collector } = await packages.startFlow({
    ...(isPlainObject(flow['collector']) ? flow['collector'] : {}),
    logger: { level: 'WARN', handler },
    sources: made('source', (name, own) => (own === null ? handOver(scope) : functions.source(name, own))),
    transformers: made('transformer', (...step) => transformerCode(functions, packages, ...step)),
    destinations: withRecorders(
      made('destination', () => packages.destinationKafka),
      sends,
    ),
  })
  collector.trace = pinnedTrace
  code?.begin()
  code?.steps?.begin()
  const push = entry.into === 'source' ? collector.sources[entry.name]?.push : collector.push
  const result = await push?.(event)
  if (faults[0] !== undefined) throw faults[0]
  return { sends, logs, isOk: result?.ok === true }
}

function withRecorders(destinations: Json, sends: GenuineFlowRun['sends']): Json {
  return Object.fromEntries(
    Object.entries(destinations).map(([name, given]) => {
      const own: GenuineSend[] = []
      sends[name] = own
      return [name, { ...(given as Json), env: recordingEnv(own) }]
    }),
  )
}

type CodeOf = (name: string, code: Json | null, packageName: string | null) => unknown

/** Steps as the bundler has them: what it loses of them is not there. */
function steps(
  flow: Json,
  kind: StepKind,
  semantics: Semantics,
  { compile, isInSandbox }: Functions,
  codeOf: CodeOf,
): Json {
  const raw = flow[`${kind}s`]
  const made = Object.entries(isPlainObject(raw) ? raw : {}).flatMap(([name, step]) => {
    const own = isPlainObject(step) ? step : {}
    const bundled = bundleStep(kind, name, own, own, semantics)
    if (bundled === null) return []
    const { before, next, cache } = bundled
    const config = revive(own['config'], compile, [`${kind}s`, name, 'config'])
    const code = codeOf(name, bundled.is === 'inline' ? bundled.code : null, bundled.package)
    // A destination gets the recorder as its env.
    const isRaw = isInSandbox || kind === 'destination'
    const env = isRaw ? own['env'] : revive(own['env'], compile, [`${kind}s`, name, 'env'])
    const given = Object.entries({ config, env, before, next, cache, code }).filter(([, value]) => value !== undefined)
    return [[name, Object.fromEntries(given)] as const]
  })
  return Object.fromEntries(made)
}

/** A source that hands over what it is given, with a request of its own. */
function handOver(scope: unknown) {
  return (context: { config: unknown; withScope: (scope: unknown, respond: undefined, body: unknown) => unknown }) => ({
    type: 'test',
    config: context.config,
    push: (event: unknown) =>
      context.withScope(scope, undefined, (env: { push: (event: unknown) => unknown }) => env.push(event)),
  })
}

function transformerCode(
  { step }: Functions,
  packages: WalkerosPackages,
  name: string,
  code: Json | null,
  packageName: string | null,
): unknown {
  if (code !== null) return step(name, code)
  return packageName === '@walkeros/transformer-validate' ? packages.transformerValidate : undefined
}

/** What the flow gives a source as its env, without what the collector adds to it. */
function ownEnv(env: Json): Json {
  const added = ['sources', 'logger']
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => typeof value !== 'function' && !added.includes(name)),
  )
}

interface Functions {
  compile: Compile
  /** Functions of steps are compiled there, those of their env too. */
  isInSandbox: boolean
  /** The factory of a step with functions of its own. */
  step(name: string, code: Json): (context: StepContext) => Json
  /** The factory of a source with functions of its own. */
  source(name: string, code: Json): (context: SourceContext) => Json
}

interface StepContext {
  config: unknown
  env?: unknown
}

interface SourceContext extends StepContext {
  env: Json & { push: (event: unknown) => unknown }
}

function functionsOf(code: CodeRunner | undefined, faults: CodeFault[]): Functions {
  const { steps: sandbox } = code ?? {}
  if (code === undefined || sandbox === undefined)
    return {
      compile: compileHere,
      isInSandbox: false,
      step: (_, own) => inlineCode(own),
      source: (_, own) => inlineCode(own),
    }
  const open = (name: string, own: Json, { config, env }: StepContext, isSource: boolean) => {
    const place = [isSource ? 'sources' : 'transformers', name, 'code', 'push']
    return sandbox.open({
      id: name,
      push: textOf(own['push']),
      init: textOf(own['init']),
      config,
      env,
      isSource,
      place,
    })
  }
  return {
    isInSandbox: true,
    compile: (source, place) => inSandbox(code, source, place, faults),
    // What the function hands over goes through the published collector once it has returned, one event after the other.
    source: (name, own) => (context) => {
      const { push, ...around } = context.env
      const opened = open(name, own, { ...context, env: ownEnv(around) }, true)
      return {
        type: own['type'],
        config: context.config,
        push: async (event: unknown) => {
          let result: unknown
          for (const handed of pushedBy(() => opened.push(event, createIngest(name)), faults))
            result = await push(handed)
          return result
        },
        ...(own['init'] !== undefined && { init: () => noteFaults(() => opened.init(), faults) }),
      }
    },
    step: (name, own) => (context) => {
      const opened = open(name, own, context, false)
      return {
        type: own['type'],
        config: context.config,
        push: (event: unknown, about: { ingest: unknown }) =>
          noteFaults(() => opened.push(event, about.ingest), faults),
        ...(own['init'] !== undefined && {
          init: () => (noteFaults(() => opened.init(), faults) === true ? false : undefined),
        }),
      }
    },
  }
}

function noteFaults(run: () => StepAnswer, faults: CodeFault[]): unknown {
  return answered(run, faults).result
}

/** The events that the function of a source handed over. */
function pushedBy(run: () => StepAnswer, faults: CodeFault[]): readonly unknown[] {
  return answered(run, faults).pushed
}

function answered(run: () => StepAnswer, faults: CodeFault[]): Extract<StepAnswer, { threw: false }> {
  try {
    const answer = run()
    if (!answer.threw) return answer
    throw new Error(answer.message)
  } catch (error) {
    if (error instanceof CodeFault) faults.push(error)
    throw error
  }
}

function textOf(code: unknown): string | null {
  return typeof code === 'string' ? code.replace(codePrefix, '') : null
}

/** Functions as the bundler emits them, inside the factory of their step. */
function inlineCode(code: Json): (context: StepContext) => Json {
  return (context) => ({
    type: code['type'],
    config: context.config,
    ...(code['push'] !== undefined && { push: compiled(code['push'], context) }),
    ...(code['init'] !== undefined && { init: compiled(code['init'], context) }),
  })
}

function compiled(text: unknown, context: unknown): unknown {
  return new Function('context', `'use strict'; return (${String(text).replace(codePrefix, '')})`)(context)
}
