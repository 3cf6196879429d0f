import type { RunInput } from './check.ts'

const year2000 = 946_684_800_000
const year2100 = 4_102_444_800_000

/** When the record of a run is dated, ms since 1970; NaN where there is no record. */
export function recordTime({ outcome }: Pick<RunInput, 'outcome'>): number {
  return outcome.kind === 'message' ? Number(outcome.record.timestamp) : Number.NaN
}

export function isBefore2000(time: number): boolean {
  return time < year2000
}

/** Whether a time lies between 2000 and 2100. */
export function isPlausible(time: number): boolean {
  return time >= year2000 && time < year2100
}
