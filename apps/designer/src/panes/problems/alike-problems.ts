import type { FoundProblem } from '../../preview/problems.ts'

/** A row of the list of problems. */
export interface ProblemLine {
  problem: FoundProblem
  /** How many like it follow, or would where they are shown; 0 for these themselves. */
  more: number
}

/**
 * The problems, each followed by those with another sentence about the same place, such as a key that falls back to the
 * name of each event: they have one cause, and are rows where `open` has it. What concerns no place stays by itself.
 */
export function alikeProblems(problems: readonly FoundProblem[], open: ReadonlySet<string>): ProblemLine[] {
  const groups = Map.groupBy(problems, causeOf)
  return [...groups].flatMap(([cause, [first, ...others]]) => {
    if (first === undefined) return []
    const head = { problem: first, more: others.length }
    return open.has(cause) ? [head, ...others.map((problem) => ({ problem, more: 0 }))] : [head]
  })
}

/** What a problem has in common with those like it. */
export function causeOf({ id, code, place, severity }: FoundProblem): string {
  return place.length === 0 ? id : JSON.stringify([severity, code, place])
}
