import type { CollectorState } from '@mapping-designer/shared-types'
import { compileDestination } from '../compile-destination.ts'
import { type GenuineRun, type GenuineSend, runGenuine } from '../genuine/run-genuine.ts'

export interface ComparedCase {
  config: unknown
  collector: Record<string, unknown>
  event: unknown
}

export interface Comparison {
  engine: { sends: unknown[]; fate: string }
  genuine: { sends: GenuineSend[]; fate: string }
}

/** Runs one case through the engine and through the published packages. Date.now must be frozen at `now`. */
export async function compareWithGenuine(generated: ComparedCase, now: number): Promise<Comparison> {
  // Configs and events come from files and requests, so they are what JSON can say.
  const { config, collector, event }: ComparedCase = JSON.parse(JSON.stringify(generated))
  const outcome = compileDestination(config, { collector: collector as CollectorState, now }).run(event)
  const run = await runGenuine({ config, collector, event, now })
  const engineSends = 'record' in outcome ? [asSend(outcome.record, outcome.send)] : []
  return {
    engine: { sends: normal(engineSends), fate: fateOf(outcome.kind) },
    genuine: { sends: normal(run.sends) as GenuineSend[], fate: genuineFate(run) },
  }
}

function asSend({ topic, ...message }: { topic: string }, send: object) {
  return { topic, messages: [message], ...send }
}

// Through JSON on both sides: what counts is what can reach the wire.
function normal(sends: unknown[]): unknown[] {
  return JSON.parse(JSON.stringify(sends))
}

function fateOf(kind: string): string {
  return kind === 'message' || kind === 'undeliverable' ? 'sent' : kind
}

function genuineFate({ sends, result, logs }: GenuineRun): string {
  if (sends.length > 0) return 'sent'
  if (!result.ok) return 'failed'
  if (logs.some(({ message }) => message === 'destination init failed')) return 'failed'
  if (logs.some(({ message }) => message === 'Push failed')) return 'failed'
  return 'queued' in result && result.queued ? 'denied' : 'ignored'
}
