import { type FlowDestination, knownVersions, versionsOf } from '@mapping-designer/mapping-engine'
import { isInWorker, planAt, type SamplePreview } from './derive.ts'

/** The versions that a flow can be previewed as, newest first. */
export const previewVersions: readonly string[] = knownVersions.toReversed()

/** Samples that a version is tried with; more would be waited for. */
const maxSamples = 100

/** How many of the samples become something else in another version. */
export interface VersionDifference {
  version: string
  /** Null where that takes the worker, which is asked for one version at a time. */
  count: number | null
  of: number
}

/** What each version would make of the samples, beside the one that the flow runs. */
export function compareVersionsOf(
  destination: FlowDestination,
  previews: readonly SamplePreview[],
  now: number,
): VersionDifference[] {
  const samples = previews.flatMap(({ event }) => (event === null ? [] : [event])).slice(0, maxSamples)
  const plan = planAt(destination, now, {}, false)
  const own = isInWorker(plan) ? null : samples.map((event) => JSON.stringify(plan.run(event)))
  return previewVersions.map((version) => {
    if (own === null) return { version, count: null, of: samples.length }
    const runtime = { ...destination.runtime, ...versionsOf(version) }
    const other = planAt({ ...destination, runtime }, now, {}, false)
    const count = samples.filter((event, index) => JSON.stringify(other.run(event)) !== own[index]).length
    return { version, count, of: samples.length }
  })
}
