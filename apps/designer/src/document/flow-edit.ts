import { insertInFlow, setInFlow } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'

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
