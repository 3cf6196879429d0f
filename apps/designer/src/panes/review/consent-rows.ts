import {
  type ConsentCell,
  type ConsentRow,
  type ConsentState,
  createConsentMatrix,
} from '@mapping-designer/mapping-engine'
import type { Outcome } from '@mapping-designer/shared-types'
import { plural } from '../../ui/format.ts'

/** What samples come to under each of the states, field by field, with those that are `marked` as personal; samples that are no events or still run are left out. */
export function consentRows(
  states: readonly ConsentState[],
  outcomes: readonly (readonly (Outcome | null)[])[],
  marked: readonly string[] = [],
): ConsentRow[] {
  const matrix = createConsentMatrix(states, marked, { keepsValues: true })
  for (const index of outcomes[0]?.keys() ?? []) {
    const ofSample = outcomes.flatMap((ofState) => ofState[index] ?? [])
    if (ofSample.length === states.length) matrix.add(ofSample)
  }
  return matrix.result()
}

export type CellState = 'leaves' | 'changed' | 'held'

/** What counts most of a cell: that the field leaves at all, then that it leaves changed. */
export function stateOfCell({ leaves, changed }: ConsentCell): CellState {
  if (leaves > 0) return 'leaves'
  return changed > 0 ? 'changed' : 'held'
}

export function cellInWords(cell: ConsentCell): string {
  const word = { leaves: 'leaves', changed: 'leaves changed', held: 'held back' }[stateOfCell(cell)]
  const share = shareOfCell(cell)
  return share === null ? word : `${word} in ${share}`
}

/** In how many of the events a field leaves, where it is held back in some. */
export function shareOfCell({ leaves, changed, heldBack }: ConsentCell): string | null {
  const sent = leaves + changed
  return heldBack === 0 || sent === 0 ? null : `${sent} of ${sent + heldBack}`
}

/** What stands in the line of a topic under one of the states: each record has a key. */
export function recordsInWords({ leaves, changed, heldBack }: ConsentCell): string {
  const sent = leaves + changed
  if (sent === 0) return 'no record'
  return heldBack === 0 ? plural(sent, 'record') : `${sent} of ${plural(sent + heldBack, 'record')}`
}

/** Personal data that leaves though nothing was granted. */
export function leavesWithoutConsent({ personal, cells }: ConsentRow, states: readonly ConsentState[]): boolean {
  return (
    personal !== undefined && cells.some((cell, index) => grantsNothing(states[index]) && stateOfCell(cell) !== 'held')
  )
}

export function grantsNothing(state: ConsentState | undefined): boolean {
  return state !== undefined && Object.values(state.consent).every((isGranted) => !isGranted)
}
