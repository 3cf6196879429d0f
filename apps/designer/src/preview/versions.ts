import { type ChosenRuntime, type FlowDestination, knownVersions, versionsOf } from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'

/** The versions that a flow can be previewed as, newest first. */
export const previewVersions: readonly string[] = knownVersions.toReversed()

/** The same with the one that a flow runs, which may be a patch between them. */
export function versionsBeside(own: string): string[] {
  const all = previewVersions.includes(own) ? previewVersions : [own, ...previewVersions]
  return all.toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }))
}

/** The flow runs a version that is not known here, and is previewed as another one. */
export function isUnknown({ because }: ChosenRuntime): boolean {
  return ['newer', 'older', 'path'].includes(because)
}

/** A destination as another version runs it. */
export function asVersion(destination: FlowDestination, version: string): FlowDestination {
  return { ...destination, runtime: { ...destination.runtime, ...versionsOf(version) } }
}

/** How many samples become something else in another version; null while one of them is still being evaluated. */
export function countDifferences(own: readonly (Outcome | null)[], other: readonly (Outcome | null)[]): number | null {
  if ([...own, ...other].includes(null)) return null
  return other.filter((outcome, index) => JSON.stringify(outcome) !== JSON.stringify(own[index])).length
}
