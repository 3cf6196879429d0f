import type { Place } from '@mapping-designer/shared-types'
import type { FlowEdit } from '../document/flow-edit.ts'
import { plural } from '../ui/format.ts'
import { renameEdit, rowsBeside } from './row-edits.ts'
import type { RuleEntry } from './rule-list.ts'

/**
 * The edits that give a field of the mapped data another name, in the destination and in each rule that maps it there.
 * `within` leads from the rule to the map, as in `['data', 'map']`. A map that has the new name already stays as it is;
 * `taken` counts those.
 */
export function renameTargetEdits(
  config: unknown,
  rules: readonly Pick<RuleEntry, 'place'>[],
  within: Place,
  { from, to }: { from: string; to: string },
): { edits: FlowEdit[]; taken: number } {
  const found = [[], ...rules.map(({ place }) => place)].flatMap((place) => {
    const siblings = rowsBeside(config, [...place, ...within, from])
    const field = siblings.find(({ name, role }) => role === 'field' && name === from)
    return field === undefined ? [] : [renameEdit(field, siblings, to)]
  })
  const edits = found.filter((edit) => edit !== null)
  return { edits, taken: found.length - edits.length }
}

/** Where edits are, in words, such as `2 rules and the destination`. */
export function editedRules(edits: readonly FlowEdit[], rules: readonly Pick<RuleEntry, 'place'>[]): string {
  const isIn = (edit: FlowEdit, place: Place) => place.every((step, index) => edit.place[index] === step)
  const count = rules.filter(({ place }) => edits.some((edit) => isIn(edit, place))).length
  const isOfDestination = edits.some(({ place }) => place[0] !== 'mapping')
  return [...(count > 0 ? [plural(count, 'rule')] : []), ...(isOfDestination ? ['the destination'] : [])].join(' and ')
}
