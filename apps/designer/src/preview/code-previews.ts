import type { Explanation, FlowDestination, FollowedEvent } from '@mapping-designer/mapping-engine'
import { decodeValue } from '@mapping-designer/mapping-engine/wire'
import type { JsonObject, Outcome } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Sample } from '../document/sample.ts'
import type { PreviewPlan } from './preview-plan.ts'

/** What an event comes to, with its way there where it meets steps. */
export type PreviewedEvent = Explanation & Partial<Pick<FollowedEvent, 'journey' | 'routes'>>

export interface CodeTask {
  run: number
  destination: FlowDestination
  now: number
  maxMessageBytes: Readonly<Record<string, number>>
  /** Events take the whole way. */
  isFollowed: boolean
  runsCode: boolean
  /** The event is kept as it is at each hop, with what all destinations get of it. */
  hasSnapshots: boolean
  samples: readonly { id: string; event: JsonObject }[]
}

export interface CodeRequest extends Omit<CodeTask, 'run' | 'samples'> {
  plan: PreviewPlan
  samples: readonly { sample: Sample; event: JsonObject }[]
  /** The outcome of a sample that the worker does not come to the end of. */
  late(): Outcome
}

type Answer = { run: number; id: string; explanation: string } | { run: number; isDone: true }

/** Explanations of flows with functions, as they come from the worker. */
export interface CodePreviews {
  /** Counts up with each answer, so that the screen follows. */
  revision: StoreApi<{ count: number; isRunning: boolean }>
  /** Evaluates samples, the first one first; a newer request takes the place of this one. */
  request(request: CodeRequest): void
  find(plan: PreviewPlan, sample: Sample): PreviewedEvent | undefined
  /** What the sample came to last, under whatever plan, here or in the worker. */
  last(id: string): PreviewedEvent | undefined
  /** What the sample comes to without the worker: it stays on screen while the worker starts. */
  showed(id: string, explanation: PreviewedEvent): void
}

/** ms of silence after which a sample is given up. */
export const patience = 3_000
/** The same where a newer request waits. */
const impatience = 1_000
/** ms that the sandbox and published transformers may take to load; no event is evaluated before they have. */
const loadPatience = 60_000

export function createCodePreviews(startWorker: () => Worker): CodePreviews {
  const revision = createStore<{ count: number; isRunning: boolean }>()(() => ({ count: 0, isRunning: false }))
  const kept = keepExplanations()
  let run = 0
  let current: Run | undefined
  let waiting: CodeRequest | undefined
  const bump = (isRunning: boolean) => revision.setState(({ count }) => ({ count: count + 1, isRunning }))

  const worker = watchWorker(startWorker, {
    onAnswer(answer) {
      if (answer.run !== run || current === undefined) return
      if ('isDone' in answer) {
        current.left = []
        goOn()
        return
      }
      const index = current.left.findIndex(({ sample }) => sample.id === answer.id)
      const [answered] = index === -1 ? [] : current.left.splice(index, 1)
      if (answered) kept.keep(current.request.plan, answered.sample, decodeValue(answer.explanation) as PreviewedEvent)
      bump(true)
    },
    // The worker fell silent at the first sample that has no answer yet.
    onSilence() {
      const stuck = current?.left.shift()
      // Where a newer request waits, it had less time than it may have.
      if (current && stuck && waiting === undefined) {
        kept.keep(current.request.plan, stuck.sample, givenUp(current.request.late()))
      }
      bump(true)
      goOn()
    },
  })

  const post = (next: Run) => worker.post(taskOf(++run, next))

  /** The rest of the current request, unless a newer one waits or nothing is left. */
  const goOn = () => {
    if (waiting === undefined && current !== undefined && current.left.length > 0) {
      post(current)
      return
    }
    worker.rest()
    current = waiting && { request: waiting, left: [...waiting.samples] }
    waiting = undefined
    if (current === undefined) bump(false)
    else post(current)
  }

  return {
    revision,
    find: kept.find,
    last: kept.last,
    showed: kept.showed,
    request(request) {
      const missing = request.samples.filter(({ sample }) => kept.find(request.plan, sample) === undefined)
      if (missing.length === 0) return
      waiting = { ...request, samples: missing }
      if (current === undefined) goOn()
      else worker.hurry()
    },
  }
}

interface Run {
  request: CodeRequest
  left: { sample: Sample; event: JsonObject }[]
}

function taskOf(run: number, { request: { plan: _, late: _late, ...task }, left }: Run): CodeTask {
  return { ...task, run, samples: left.map(({ sample, event }) => ({ id: sample.id, event })) }
}

/** The explanations that came, by plan and sample, and the last one of each sample. */
function keepExplanations() {
  const found = new WeakMap<PreviewPlan, WeakMap<Sample, PreviewedEvent>>()
  const latest = new Map<string, PreviewedEvent>()
  return {
    keep(plan: PreviewPlan, sample: Sample, explanation: PreviewedEvent) {
      const ofPlan = found.get(plan) ?? new WeakMap<Sample, PreviewedEvent>()
      found.set(plan, ofPlan.set(sample, explanation))
      latest.set(sample.id, explanation)
    },
    find: (plan: PreviewPlan, sample: Sample) => found.get(plan)?.get(sample),
    last: (id: string) => latest.get(id),
    showed: (id: string, explanation: PreviewedEvent) => void latest.set(id, explanation),
  }
}

interface WorkerEvents {
  onAnswer(answer: Answer): void
  /** The worker did not answer in time and was ended; the next task starts another one. */
  onSilence(): void
}

/** A worker that is started with its first task, and ended where it falls silent. */
function watchWorker(startWorker: () => Worker, { onAnswer, onSilence }: WorkerEvents) {
  let worker: Worker | undefined
  let isLoaded = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => {
    worker?.terminate()
    worker = undefined
    onSilence()
  }
  const watch = (silence = patience) => {
    clearTimeout(timer)
    timer = setTimeout(end, isLoaded ? silence : loadPatience)
  }
  const open = () => {
    const started = startWorker()
    started.addEventListener('message', ({ data }: MessageEvent<Answer | { isReady: true }>) => {
      if (started !== worker) return
      if ('isReady' in data) isLoaded = true
      watch()
      if (!('isReady' in data)) onAnswer(data)
    })
    return started
  }
  return {
    post(task: CodeTask) {
      worker ??= open()
      isLoaded = false
      worker.postMessage(task)
      watch()
    },
    /** The answer that it works on is not worth as much time any more. */
    hurry: () => watch(impatience),
    /** Nothing is waited for. */
    rest: () => clearTimeout(timer),
  }
}

function givenUp(outcome: Outcome): PreviewedEvent {
  const none = { outcome, steps: [], errors: [] }
  if (outcome.kind !== 'failed') return { ...none, problems: [] }
  const cause = `${outcome.detail}; walkerOS would wait for it forever.`
  return { ...none, problems: [{ code: 'code-timeout', severity: 'error', place: [], cause }] }
}
