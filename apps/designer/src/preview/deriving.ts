import { type FlowDestination, lateOutcome, valueAt } from '@mapping-designer/mapping-engine'
import { readSample, type Sample } from '../document/sample.ts'
import { listRules } from '../mapping/rule-list.ts'
import { type CodeRequest, patience } from './code-previews.ts'
import {
  chosenDestination,
  isInWorker,
  limitsOf,
  noReading,
  planAt,
  previewSample,
  type Reading,
  readText,
  type SamplePreview,
  type TopicLimits,
} from './derive.ts'
import type { Derived, DerivedFrom, DerivedStore } from './derived.ts'
import type { PreviewPlan } from './preview-plan.ts'
import { wayOf } from './way-of.ts'

/** Works out what the document means, each time only as far as it changed. */
export function createDeriving({ document, bridge, code }: DerivedFrom): () => Derived {
  let reading: Reading = noReading
  const readingOf = remember((text: string, env: Readonly<Record<string, string>>, isNew: boolean) => {
    // A new flow keeps nothing of the one before.
    reading = readText(text, env, isNew ? noReading : reading)
    return reading
  })
  const destinationOf = remember(chosenDestination)
  const wayTo = remember(wayOf)
  const rulesOf = remember((config: unknown) => listRules(valueAt(config, ['mapping'])))
  const limitsNow = remember(limitsOf)
  const planOf = remember(planAt)
  const previewOf = remember(
    (plan: PreviewPlan, sample: Sample, _revision: number): SamplePreview => previewSample(plan, sample, code),
  )
  return () => {
    const { text, env, selectedDestination, settings, now, samples, selectedSample, isUntrusted } = document.getState()
    const read = readingOf(text, env, text === '' && samples.length === 0)
    const chosen = destinationOf(read, selectedDestination)
    const destination = chosen && wayTo(chosen, read.json, env, settings)
    const { topics, packedSizes } = bridge.getState()
    const limits = limitsNow(topics)
    const plan = destination && planOf(destination, now, limits, isUntrusted, packedSizes)
    const sample = samples.find(({ id }) => id === selectedSample)
    return {
      reading: read,
      destination,
      rules: rulesOf(destination?.config),
      limits,
      plan,
      preview: plan && sample && previewOf(plan, sample, code.revision.getState().count),
      isCodeWaiting: isUntrusted && plan?.needsCode === true,
    }
  }
}

/** The last result for as long as the input is the same. */
function remember<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | undefined
  return (...args) => {
    if (last === undefined || args.some((arg, index) => arg !== last?.args[index])) {
      last = { args, result: compute(...args) }
    }
    return last.result
  }
}

/** Keeps the worker busy with the plan and the samples, where the flow holds functions that may run. */
export function requestCode({ document, code }: Omit<DerivedFrom, 'bridge'>, derived: DerivedStore): void {
  const ask = remember(
    (
      plan: PreviewPlan,
      destination: FlowDestination,
      now: number,
      limits: TopicLimits,
      samples: readonly Sample[],
      selected: string | null,
    ) => {
      // The one that is looked at comes first.
      const sorted = samples.toSorted((a, b) => Number(b.id === selected) - Number(a.id === selected))
      code.request(codeRequest(plan, destination, now, limits, sorted))
    },
  )
  const look = () => {
    const { plan, destination, limits } = derived.getState()
    const { samples, selectedSample, now } = document.getState()
    if (plan === undefined || !isInWorker(plan) || destination === undefined) return
    ask(plan, destination, now, limits, samples, selectedSample)
  }
  for (const source of [document, derived]) source.subscribe(look)
  look()
}

/** The request to the worker for the readable ones of some samples. */
export function codeRequest(
  plan: PreviewPlan,
  destination: FlowDestination,
  now: number,
  maxMessageBytes: TopicLimits,
  samples: readonly Sample[],
): CodeRequest {
  const { isFollowed, runsCode } = plan
  return {
    plan,
    destination,
    now,
    maxMessageBytes,
    isFollowed,
    runsCode,
    hasSnapshots: false,
    late: () => lateOutcome(destination, patience),
    samples: samples.flatMap((sample) => {
      const read = readSample(sample)
      return read.isReadable ? [{ sample, event: read.event }] : []
    }),
  }
}
