import { changesBetween } from './change-list.ts'
import type { Card } from './hop-card.ts'

/** Steps in a row that are shown one by one. */
const maxSteps = 3

/** A lane whose long rows of steps are one card each, but for the first, the last and those where something ended or got lost. */
export function foldSteps(cards: readonly Card[]): Card[] {
  const shown: Card[] = []
  for (const run of runsOf(cards, (card, before) => isStep(card) === isStep(before))) {
    if (run.length <= maxSteps || !run.every(isStep)) shown.push(...run)
    else shown.push(...folded(run))
  }
  return shown
}

function folded(steps: readonly Card[]): Card[] {
  const isKept = (card: Card) => card === steps[0] || card === steps.at(-1) || !quiet.includes(card.state)
  return runsOf(steps, (card, before) => !isKept(card) && !isKept(before)).flatMap((run) =>
    run.length === 1 ? run : foldOf(run),
  )
}

const quiet: readonly Card['state'][] = ['plain', 'muted', 'unreached', 'unknown']

/** Several steps as one: what all of them together changed. */
function foldOf(folds: readonly Card[]): Card[] {
  const [first] = folds
  const last = folds.at(-1)
  if (first === undefined || last === undefined) return []
  const isReached = first.in !== undefined
  const out = last.out ?? last.in
  const { icon, place, state } = first
  return [
    {
      ...{ icon, place, folds },
      title: `${folds.length} more`,
      kind: folds.map(({ title }) => title).join(', '),
      line: 'show each',
      state: isReached ? 'plain' : state,
      changes: isReached ? changesBetween(first.in, out) : [],
      ...(isReached && { in: first.in, out }),
    },
  ]
}

function isStep({ icon }: Card): boolean {
  return icon === 'step'
}

/** Neighbours that belong together, as lists. */
function runsOf(cards: readonly Card[], belongs: (card: Card, before: Card) => boolean): Card[][] {
  const runs: Card[][] = []
  for (const card of cards) {
    const before = runs.at(-1)?.at(-1)
    if (before !== undefined && belongs(card, before)) runs.at(-1)?.push(card)
    else runs.push([card])
  }
  return runs
}
