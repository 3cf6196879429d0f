import type { CollectorState } from '@mapping-designer/shared-types'
import type { DeliverOptions } from '../destination-plan.ts'
import type { CompletionOptions } from '../event/complete-event.ts'
import type { EventContext } from '../event/event-context.ts'
import { pinnedSpanId } from '../event/pinned-ids.ts'
import { clone } from '../path/clone.ts'
import type { Semantics } from '../runtime/differences.ts'
import { CodeFault } from '../value/code-function.ts'
import type { StepAnswer } from '../value/step-function.ts'
import type { Ingest } from './ingest.ts'
import { type ChainLog, type Hop, type HopVerdict, NotProven, type Position, type RouteLook } from './journey.ts'
import type { NoteLook } from './match.ts'
import type { MemoryStore } from './memory.ts'
import type { Mocks } from './mocks.ts'
import type { Route } from './route.ts'
import type { Step } from './step.ts'

/** What the chains of one run share: its steps, its memory, and what was written down of the current event. */
export interface RunState extends DeliverOptions {
  steps: ReadonlyMap<string, Step>
  store: MemoryStore
  mocks: Mocks
  collector: CollectorState
  semantics: Semantics
  /** ms since 1970 */
  now: number
  /** Where the clock and the random numbers of the event are not pinned. */
  context: EventContext | undefined
  completion: CompletionOptions
  /** Steps that it came to, and that it may come to: routes that lead back to themselves double it at each round. */
  count: { steps: number; max: number; deliveries: number }
  hops: Hop[]
  logs: ChainLog[]
  looks: RouteLook[]
  /** Copies of the event are kept at each hop, and what each route looked at. */
  hasSnapshots: boolean
}

/** One chain of one event. */
export interface ChainRun extends RunState {
  position: Position
  of: string
  /** Such as `destination.kafka.before`. */
  path: string
  nextOf(name: string): Route | null
  /** Writes down what routes looked at, where somebody asked for that. */
  note: NoteLook | undefined
  warn(message: string): void
  error(step: Step, message: string, detail: string): void
  hop(step: string, verdict: HopVerdict, why: string): void
  /** Calls a step and writes that down; `end` says what came of it. */
  push(step: Step, event: unknown, ingest: Ingest): { answer: StepAnswer; end: EndHop }
  /** The chain inside the `before` of a step, or one whose result is lost. */
  deeper(fate?: 'lost'): ChainRun
  /** Runs a branch whose errors end nothing but itself. */
  isolated<T>(message: string, run: () => T): T | undefined
}

type EndHop = (verdict: HopVerdict | undefined, why?: string, out?: unknown, results?: number) => void

/** The id that the collector makes for an event, or for a copy of it. */
export function idFor({ completion }: RunState, text: unknown): string {
  return (completion.spanId ?? pinnedSpanId)(text)
}

export function createChainRun(state: RunState, position: Position, of: string, path: string): ChainRun {
  return chainAt(state, { position, of, path, depth: 0, isLost: false })
}

/** Writes down a part of the way that is no transformer, with copies of the event where somebody asked for them. */
export function reportHop(state: RunState, hop: Hop, event: { in?: unknown; out?: unknown } = {}): void {
  const copies = Object.entries(event).filter(([, one]) => one !== undefined)
  if (state.hasSnapshots) Object.assign(hop, Object.fromEntries(copies.map(([name, one]) => [name, clone(one)])))
  state.hops.push(hop)
}

/** Letters of what a condition read that are kept. */
const maxRead = 80

function shortRead(read: unknown): string | null {
  if (read === undefined || read === null) return null
  if (typeof read === 'object') return Array.isArray(read) ? 'a list' : 'an object'
  return String(read).slice(0, maxRead)
}

function bound({ count }: RunState): void {
  if (++count.steps > count.max) throw new NotProven('chain', `The event comes to more than ${count.max} steps`)
}

interface At {
  position: Position
  of: string
  path: string
  depth: number
  isLost: boolean
}

function chainAt(state: RunState, at: At): ChainRun {
  const { position, of, path, depth } = at
  return {
    ...state,
    position,
    of,
    path,
    nextOf: (name) => state.steps.get(name)?.next ?? (state.steps.has(name) ? undefined : null),
    note: state.hasSnapshots
      ? (part, holds, read) =>
          void state.looks.push({ of, position, part, holds, ...(read && { read: shortRead(read.value) }) })
      : undefined,
    warn: (message) => void state.logs.push({ level: 'WARN', scope: '', message, detail: '' }),
    error(step, message, detail) {
      state.logs.push({ level: 'ERROR', scope: `transformer:${step.type}`, message, detail })
    },
    hop(step, verdict, why) {
      bound(state)
      state.hops.push({ position, of, step, depth, verdict, why })
    },
    push(step, event, ingest) {
      bound(state)
      const hop: Hop = {
        position,
        of,
        step: step.name,
        depth,
        verdict: 'same',
        ...(step.isAssumed && { isAssumed: true }),
      }
      if (state.hasSnapshots) hop.in = clone(event)
      state.hops.push(hop)
      const end: EndHop = (verdict, why, out, results) => {
        if (state.hasSnapshots && out !== undefined) hop.out = clone(out)
        hop.verdict = at.isLost && verdict !== 'dropped' ? 'lost' : (verdict ?? (out === event ? 'same' : 'changed'))
        if (why !== undefined) hop.why = why
        if (results !== undefined) hop.results = results
      }
      try {
        return { answer: step.push(event, ingest), end }
      } catch (error) {
        end(
          error instanceof NotProven ? 'not-proven' : 'failed',
          error instanceof Error ? error.message : String(error),
        )
        throw error
      }
    },
    deeper: (fate) => chainAt(state, { ...at, depth: depth + 1, isLost: at.isLost || fate === 'lost' }),
    isolated(message, run) {
      try {
        return run()
      } catch (error) {
        if (error instanceof NotProven || error instanceof CodeFault) throw error
        state.logs.push({ level: 'ERROR', scope: 'transformer:many', message, detail: String(error) })
        return undefined
      }
    },
  }
}
