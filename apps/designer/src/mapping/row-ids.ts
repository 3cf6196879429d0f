import type { MappingField } from './mapping-fields.ts'

/** Which row is which from one edit to the next: by place, and a row that only got another name is still the same. */
export interface RowIds {
  byPlace: ReadonlyMap<string, string>
  /** Names of the rows beside each other, by what they are in. */
  groups: ReadonlyMap<string, readonly string[]>
  /** Rows there were so far. */
  count: number
}

export const noRows: RowIds = { byPlace: new Map(), groups: new Map(), count: 0 }

type Row = Pick<MappingField, 'name' | 'role' | 'place' | 'parent'>

/** The ids of some rows after an edit; those that were there before keep theirs. */
export function nextRowIds(before: RowIds, rows: readonly Row[]): RowIds {
  const groups = new Map<string, string[]>()
  for (const row of rows) {
    const group = groups.get(groupOf(row)) ?? []
    groups.set(groupOf(row), group)
    group.push(row.name)
  }
  const byPlace = new Map<string, string>()
  let { count } = before
  for (const row of rows) {
    const oldName = renamedFrom(before.groups.get(groupOf(row)) ?? [], groups.get(groupOf(row)) ?? [], row.name)
    const place = JSON.stringify(oldName === null ? row.place : [...row.place.slice(0, -1), oldName])
    byPlace.set(JSON.stringify(row.place), before.byPlace.get(place) ?? `row ${++count}`)
  }
  return { byPlace, groups, count }
}

function groupOf({ role, parent }: Row): string {
  return `${role} ${JSON.stringify(parent)}`
}

/** The name that a row had, where it is the only one that has another name now. */
function renamedFrom(before: readonly string[], after: readonly string[], name: string): string | null {
  if (before.length !== after.length || before.includes(name)) return null
  const changed = before.filter((old) => !after.includes(old))
  const [old] = changed
  return changed.length === 1 && old !== undefined && before.indexOf(old) === after.indexOf(name) ? old : null
}
