import type { Explanation, FlowDestination, FollowedEvent } from '@mapping-designer/mapping-engine'
import { decodeValue } from '@mapping-designer/mapping-engine/wire'
import type { JsonObject } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Sample } from '../document/sample.ts'
import type { PreviewPlan } from './derive.ts'

/** What an event comes to, with its way there where it meets steps. */
export type PreviewedEvent = Explanation & Partial<Pick<FollowedEvent, 'journey'>>

export interface CodeTask {
  run: number
  destination: FlowDestination
  now: number
  maxMessageBytes: Readonly<Record<string, number>>
  /** Events take the whole way, each on an empty memory. */
  isFollowed: boolean
  runsCode: boolean
  /** The event is kept as it is at each hop, with what all destinations get of it. */
  hasSnapshots: boolean
  samples: readonly { id: string; event: JsonObject }[]
}

export interface CodeRequest extends Omit<CodeTask, 'run' | 'samples'> {
  plan: PreviewPlan
  samples: readonly { sample: Sample; event: JsonObject }[]
}

type Message = { isReady: true } | { run: number; id: string; explanation: string } | { run: number; isDone: true }

/** Explanations of flows with functions, as they come from the worker. */
export interface CodePreviews {
  /** Counts up with each answer, so that the screen follows. */
  revision: StoreApi<{ count: number; isRunning: boolean }>
  /** Evaluates samples, the first one first; a newer request takes the place of this one. */
  request(request: CodeRequest): void
  find(plan: PreviewPlan, sample: Sample): PreviewedEvent | undefined
  /** What the sample came to last, under whatever plan. */
  last(id: string): PreviewedEvent | undefined
}

/** ms of silence after which a function is taken to never return. */
const patience = 3_000
/** ms that the sandbox itself may take to load; no function runs before it has. */
const loadPatience = 60_000

export function createCodePreviews(startWorker: () => Worker): CodePreviews {
  const revision = createStore<{ count: number; isRunning: boolean }>()(() => ({ count: 0, isRunning: false }))
  const found = new WeakMap<PreviewPlan, WeakMap<Sample, PreviewedEvent>>()
  const latest = new Map<string, PreviewedEvent>()
  let worker: Worker | undefined
  let isLoaded = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let run = 0
  let current: { request: CodeRequest; left: { sample: Sample; event: JsonObject }[] } | undefined
  let waiting: CodeRequest | undefined

  const bump = (isRunning: boolean) => revision.setState(({ count }) => ({ count: count + 1, isRunning }))

  const keep = (sample: Sample, explanation: PreviewedEvent) => {
    const plan = current?.request.plan
    if (plan === undefined) return
    let ofPlan = found.get(plan)
    if (ofPlan === undefined) {
      ofPlan = new WeakMap()
      found.set(plan, ofPlan)
    }
    ofPlan.set(sample, explanation)
    latest.set(sample.id, explanation)
  }

  const post = () => {
    if (current === undefined) return
    const { plan: _, ...task } = current.request
    const samples = current.left.map(({ sample, event }) => ({ id: sample.id, event }))
    open().postMessage({ ...task, run: ++run, samples } satisfies CodeTask)
    watch()
  }

  const watch = () => {
    clearTimeout(timer)
    timer = setTimeout(endSilent, isLoaded ? patience : loadPatience)
  }

  // The worker fell silent at the first sample that has no answer yet.
  const endSilent = () => {
    worker?.terminate()
    worker = undefined
    const stuck = current?.left.shift()
    if (stuck) keep(stuck.sample, neverReturns)
    bump(true)
    finishOr(post)
  }

  const finishOr = (goOn: () => void) => {
    if (waiting !== undefined || current === undefined || current.left.length === 0) {
      clearTimeout(timer)
      current = undefined
      startWaiting()
    } else goOn()
  }

  const startWaiting = () => {
    const next = waiting
    waiting = undefined
    if (next === undefined) {
      bump(false)
      return
    }
    current = { request: next, left: [...next.samples] }
    post()
  }

  const open = (): Worker => {
    if (worker !== undefined) return worker
    const started = startWorker()
    isLoaded = false
    started.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (started !== worker) return
      if ('isReady' in data) {
        isLoaded = true
        watch()
        return
      }
      if (data.run !== run) return
      watch()
      if ('isDone' in data) {
        if (current) current.left = []
        finishOr(() => {})
        return
      }
      const index = current?.left.findIndex(({ sample }) => sample.id === data.id) ?? -1
      const [answered] = index === -1 ? [] : (current?.left.splice(index, 1) ?? [])
      if (answered) keep(answered.sample, decodeValue(data.explanation) as PreviewedEvent)
      bump(true)
    })
    worker = started
    return started
  }

  return {
    revision,
    find: (plan, sample) => found.get(plan)?.get(sample),
    last: (id) => latest.get(id),
    request(request) {
      const missing = request.samples.filter(({ sample }) => found.get(request.plan)?.get(sample) === undefined)
      if (missing.length === 0) return
      waiting = { ...request, samples: missing }
      if (current === undefined) startWaiting()
    },
  }
}

const neverReturns: PreviewedEvent = {
  outcome: { kind: 'failed', reason: 'code-timeout', detail: 'The function did not return in time', rule: null },
  steps: [],
  errors: [],
  problems: [
    {
      code: 'code-timeout',
      severity: 'error',
      place: [],
      cause: 'The function did not return in time; walkerOS would wait for it forever.',
    },
  ],
}
