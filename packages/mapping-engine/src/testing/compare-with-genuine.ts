import { isDeepStrictEqual } from 'node:util'
import type { CollectorState } from '@mapping-designer/shared-types'
import type { QuickJSWASMModule } from 'quickjs-emscripten-core'
import { createCodeRunner } from '../code/code-runner.ts'
import type { CompileOptions, DestinationPlan } from '../destination-plan.ts'
import { type GenuineRun, runGenuine } from '../genuine/run-genuine.ts'
import { producerSend } from '../record/producer-send.ts'
import { packagesUnderTest, versionUnderTest } from './packages-under-test.ts'
import { undoPollution } from './undo-pollution.ts'

export interface ComparedCase {
  config: unknown
  collector: Record<string, unknown>
  event: unknown
}

export interface Answer {
  sends: unknown[]
  fate: string
  /** Logged by the evaluation of values, sorted: what runs side by side has no order. */
  errors: string[]
}

export interface Comparison {
  engine: Answer
  genuine: Answer
  /**
   * The engine says that it cannot know the record, because functions run side by side and change the event; or a function
   * changed the prototypes of the whole process, which no preview may do.
   */
  isUnknown: boolean
}

/** Runs one case through the engine and through the published packages. Date.now must be frozen at `now`. */
export async function compareWithGenuine(
  compile: (config: unknown, options: CompileOptions) => DestinationPlan,
  generated: ComparedCase,
  now: number,
  quickjs: QuickJSWASMModule,
): Promise<Comparison> {
  // Configs and events come from files and requests, so they are what JSON can say.
  const { config, collector, event }: ComparedCase = JSON.parse(JSON.stringify(generated))
  const code = createCodeRunner(quickjs, { now, collector: { consent: {}, ...collector } })
  try {
    const plan = compile(config, {
      collector: collector as CollectorState,
      now,
      code,
      runtime: versionUnderTest,
    })
    // A rule that is run again is run by generated code.
    const first = plan.run(event)
    const outcome = plan.run(event)
    const explained = plan.explain(event)
    const isOne = isDeepStrictEqual(first, outcome) && isDeepStrictEqual(explained.outcome, outcome)
    const run = await runGenuine({ config, collector, event, now, packages: packagesUnderTest })
    const wasPolluted = undoPollution()
    const engineSends = 'record' in outcome ? [producerSend(outcome.record, outcome.send)] : []
    return {
      isUnknown: wasPolluted || (outcome.kind === 'failed' && outcome.reason === 'code-unavailable'),
      engine: {
        sends: normal(engineSends),
        fate: isOne ? fateOf(outcome.kind) : 'run, run again and explain differ',
        errors: explained.errors.map(({ message }) => message).sort(),
      },
      genuine: { sends: normal(run.sends), fate: genuineFate(run), errors: genuineErrors(run) },
    }
  } finally {
    code.dispose()
  }
}

// Through JSON on both sides: what counts is what can reach the wire.
function normal(sends: unknown[]): unknown[] {
  return JSON.parse(JSON.stringify(sends))
}

function fateOf(kind: string): string {
  return kind === 'message' || kind === 'undeliverable' ? 'sent' : kind
}

function genuineErrors({ logs }: GenuineRun): string[] {
  return logs
    .map(({ message }) => message)
    .filter((message) => message.startsWith('mapping '))
    .sort()
}

function genuineFate({ sends, result, logs }: GenuineRun): string {
  if (sends.length > 0) return 'sent'
  if (!result.ok) return 'failed'
  if (logs.some(({ message }) => message === 'destination init failed')) return 'failed'
  if (logs.some(({ message }) => message === 'Push failed')) return 'failed'
  return 'queued' in result && result.queued ? 'denied' : 'ignored'
}
