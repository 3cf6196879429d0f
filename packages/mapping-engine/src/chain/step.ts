import type { StandIns } from '@mapping-designer/shared-types'
import { type CodeRunner, codePrefix, reviveCode } from '../value/code-function.ts'
import type { StepAnswer } from '../value/step-function.ts'
import type { BundledStep } from './bundle-flow.ts'
import type { Ingest } from './ingest.ts'
import { NotProven } from './journey.ts'
import { mayKeep } from './may-keep.ts'
import { asMapping, type RunMapping } from './step-mapping.ts'

/** A transformer or an inline source that can be run. */
export interface Step extends BundledStep {
  /** How its log names it. */
  type: string
  /** What somebody assumes of it runs in its place. */
  isAssumed: boolean
  /** Answers false where the step could not be started; what it logged is in `message`. */
  init(): { isReady: boolean; message?: string }
  push(event: unknown, ingest: Ingest): StepAnswer
}

/** A published transformer whose own function is run, by its package. */
export interface StepPort {
  /** Mirrors its factory: what push does with an event; it writes into the ingest. */
  open(config: Record<string, unknown>): (event: unknown, ingest: Ingest) => unknown
}

export interface StepParts {
  code: CodeRunner | undefined
  /** Published transformers by package; what is not here is not proven. */
  ports: Readonly<Record<string, StepPort>>
  mapping: RunMapping
  /** What is assumed of transformers that cannot be run, by their name. */
  assume: StandIns
  /** What a function keeps from the events before is known. */
  isOneRun: boolean
}

/** Makes a step of a bundle one that can be run; a step that is not reached costs nothing. */
export function openStep(step: BundledStep, parts: StepParts): Step {
  let push: Step['push'] | undefined
  let ready: { isReady: boolean; message?: string } | undefined
  const opened = () => {
    push ??= openPush(step, parts, (init) => {
      ready = init
    })
    return push
  }
  return {
    ...step,
    type: typeFor(step),
    isAssumed: isUnproven(step) && Object.hasOwn(parts.assume, step.name),
    init() {
      if (ready !== undefined) return ready
      opened()
      ready ??= { isReady: true }
      return ready
    },
    push: (event, ingest) => opened()(event, ingest),
  }
}

function typeFor({ is, code, package: name }: BundledStep): string {
  if (is === 'pass') return 'pass'
  if (name === '@walkeros/transformer-validate') return 'validate'
  return typeof code['type'] === 'string' && code['type'] !== '' ? code['type'] : 'unknown'
}

/** Whether a step runs a package that cannot be run here. */
export function isUnproven({ is, package: name }: BundledStep): boolean {
  return is === 'package' && !(name !== null && packagesRunHere.includes(name))
}

/** Published transformers whose own function is run; `loadPorts` loads them. */
export const packagesRunHere: readonly string[] = ['@walkeros/transformer-validate']

type ReportInit = (ready: { isReady: boolean; message?: string }) => void

function openPush(step: BundledStep, parts: StepParts, reportInit: ReportInit): Step['push'] {
  if (step.is === 'pass') return openPass(step, parts)
  if (step.is === 'inline') return openInline(step, parts, reportInit)
  const assumed = isUnproven(step) ? parts.assume[step.name] : undefined
  if (assumed === undefined) return openPackage(step, parts)
  return 'mapping' in assumed
    ? openPass({ ...step, mapping: assumed.mapping }, parts)
    : openInline({ ...step, code: { push: assumed.push } }, parts, reportInit)
}

function openInline(step: BundledStep, parts: StepParts, reportInit: ReportInit): Step['push'] {
  const steps = parts.code?.steps
  const place = [`${step.kind}s`, step.name, 'code', 'push']
  if (steps === undefined) return () => notRun(step)
  const push = textOf(step.code['push'])
  if (!parts.isOneRun && mayKeep(step)) return () => notAlone(step)
  const opened = steps.open({
    id: step.name,
    push,
    init: textOf(step.code['init']),
    config: contextConfig(step),
    env: step.env,
    isSource: step.kind === 'source',
    place,
  })
  if (step.code['init'] !== undefined) {
    const answer = opened.init()
    // A source gets its events whatever comes of its start.
    if (step.kind === 'source') reportInit({ isReady: true })
    else if (answer.threw) reportInit({ isReady: false, message: answer.message })
    else reportInit({ isReady: answer.result !== true })
  }
  return (event, ingest) => opened.push(event, ingest)
}

function notAlone(step: BundledStep): never {
  throw new NotProven(
    step.name,
    `The function of ${step.kind} ${step.name} may keep something of the events before this one`,
  )
}

function notRun(step: BundledStep): never {
  throw new NotProven(step.name, `The function of ${step.kind} ${step.name} was not run`)
}

/** The config that a function sees: walkerOS writes the routes of its step into it. */
function contextConfig({ config, before, next, cache, env }: BundledStep): Record<string, unknown> {
  const hasEnv = typeof env === 'object' && env !== null && Object.keys(env).length > 0
  return {
    ...config,
    ...(before !== undefined && { before }),
    ...(next !== undefined && { next }),
    ...(hasEnv && { env }),
    ...(cache !== undefined && { cache }),
  }
}

/** The first `$code:` of a text is cut, and may be missing. */
function textOf(code: unknown): string | null {
  return typeof code === 'string' ? code.replace(codePrefix, '') : null
}

function openPackage(step: BundledStep, { ports }: StepParts): Step['push'] {
  const port = step.package === null ? undefined : ports[step.package]
  if (port === undefined) {
    return () => {
      throw new NotProven(step.package ?? step.name, `${step.package} runs here, and it is not run in the preview`)
    }
  }
  const push = port.open(step.config)
  return (event, ingest) => answered(() => push(event, ingest))
}

function openPass(step: BundledStep, { mapping, code }: StepParts): Step['push'] {
  if (step.mapping === undefined || step.mapping === null) {
    return (event) => ({ threw: false, result: { event }, pushed: [] })
  }
  const run = mapping(asMapping(reviveCode(step.mapping, code, ['transformers', step.name, 'mapping'])))
  return (event) =>
    answered(() => {
      const mapped = run(event)
      return mapped.isIgnored ? false : { event: mapped.event }
    })
}

function answered(run: () => unknown): StepAnswer {
  try {
    return { threw: false, result: run(), pushed: [] }
  } catch (error) {
    if (error instanceof NotProven || (error instanceof Error && error.constructor.name === 'CodeFault')) throw error
    return { threw: true, message: error instanceof Error ? error.message : String(error) }
  }
}
