import { useMemo, useRef } from 'react'
import { useDerived, useDocument } from '../../designer/designer-context.tsx'
import { isSame } from '../../document/is-same.ts'
import { samePlace } from '../../document/place.ts'
import type { MappingField } from '../../mapping/mapping-fields.ts'
import type { Derived } from '../../preview/derived.ts'

/**
 * Mapping values as rows, listed from what the document means now. Rows that say what they said before stay the same objects, and
 * so does the list, so that an edit renders only what it changes.
 */
export function useFields(list: (derived: Derived) => readonly MappingField[]): readonly MappingField[] {
  const sample = useDocument((state) => state.selectedSample)
  const kept = useRef<Kept>({ sample, rows: [] })
  const select = useMemo(() => {
    let from: Derived | undefined
    return (derived: Derived) => {
      if (from !== derived) kept.current = keepRows(kept.current, { sample, rows: list(derived) })
      from = derived
      return kept.current.rows
    }
  }, [list, sample])
  return useDerived(select)
}

interface Kept {
  sample: string | null
  rows: readonly MappingField[]
}

function keepRows(last: Kept, { sample, rows: listed }: Kept): Kept {
  const before = last.sample === sample ? last.rows : []
  let byPlace: ReadonlyMap<string, MappingField> | undefined
  const found = ({ place }: MappingField, index: number) => {
    const beside = before[index]
    if (beside !== undefined && samePlace(beside.place, place)) return beside
    byPlace ??= new Map(before.map((row) => [JSON.stringify(row.place), row]))
    return byPlace.get(JSON.stringify(place))
  }
  const rows = listed.map((field, index) => {
    const row = found(field, index)
    return row !== undefined && saysTheSame(row, field) ? row : field
  })
  const isAsBefore = rows.length === before.length && rows.every((row, index) => row === before[index])
  return isAsBefore ? last : { sample, rows }
}

/** Of two rows at one place; what follows from the rest is not looked at. */
function saysTheSame(a: MappingField, b: MappingField): boolean {
  return (
    a.name === b.name &&
    a.role === b.role &&
    a.base === b.base &&
    a.isNew === b.isNew &&
    isSame(a.config, b.config) &&
    isSame(a.now, b.now) &&
    isSame(a.note?.source, b.note?.source) &&
    isSame(a.note?.missing, b.note?.missing)
  )
}
