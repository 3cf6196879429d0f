import { insertInFlow, setInFlow } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place, Problem } from '@mapping-designer/shared-types'

/** A change of the flow text: one value set, removed (undefined) or put into a list. */
export interface FlowEdit {
  place: Place
  value: JsonValue | undefined
  isInsertion?: boolean
  /** What the place counts from, where it is no place of the whole file: the config by default. */
  of?: 'config' | 'step' | 'flow' | undefined
}

/** The text after all edits, in order. Throws where a place cannot be reached. */
export function applyFlowEdits(text: string, edits: readonly FlowEdit[]): string {
  return edits.reduce(
    (current, { place, value, isInsertion }) =>
      isInsertion && value !== undefined ? insertInFlow(current, place, value) : setInFlow(current, place, value),
    text,
  )
}

/** How many steps above the config a place may count from: `flows.NAME.destinations.NAME.config`. */
const above = { config: 0, step: 1, flow: 3 }

/** Edits of a destination with places that count from the root of the file. */
export function fromRoot(root: Place, edits: readonly FlowEdit[]): FlowEdit[] {
  return edits.map((edit) => ({
    ...edit,
    place: [...root.slice(0, root.length - (edit.of ? above[edit.of] : 0)), ...edit.place],
  }))
}

type Fix = NonNullable<Problem['fix']>

/** The edits of a fix as the document takes them. */
export function fixEdits(fix: Fix): FlowEdit[] {
  return fix.edits.map(({ of, place, value }) => ({ of, place, value }))
}
