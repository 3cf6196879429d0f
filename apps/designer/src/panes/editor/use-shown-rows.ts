import { type FocusEvent, useMemo, useRef, useState } from 'react'
import { useView } from '../../designer/designer-context.tsx'
import { isLinked } from '../../mapping/linked-target.ts'
import type { MappingField } from '../../mapping/mapping-fields.ts'
import type { RowIds } from '../../mapping/row-ids.ts'
import { useRowWindow } from '../../ui/use-row-window.ts'

/** px of a row on one line. */
const rowHeight = 30

/** The rows of a table that are on the page. Those that have the focus, are open, linked or gone to stay there out of view, too. */
export function useShownRows(rows: readonly MappingField[], ids: RowIds, open: string | null) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const link = useView((state) => state.link)
  const goTo = useView((state) => state.goTo)
  const { kept, openAt } = useMemo(() => {
    const indexOf = (id: string | null) =>
      id === null ? -1 : rows.findIndex(({ place }) => ids.byPlace.get(JSON.stringify(place)) === id)
    const those = (isOne: (row: MappingField) => boolean) => rows.flatMap((row, index) => (isOne(row) ? [index] : []))
    return {
      openAt: indexOf(open),
      kept: [
        ...[indexOf(open), indexOf(focused)].filter((index) => index >= 0),
        ...(link === null ? [] : those(({ target }) => isLinked(target, link))),
        ...(goTo === null ? [] : those(({ place }) => place.every((step, index) => step === goTo[index]))),
      ],
    }
  }, [rows, ids, open, focused, link, goTo])
  const {
    rows: shown,
    below,
    isWhole,
  } = useRowWindow({ count: rows.length, rowHeight, list: body, kept, open: openAt })
  const onFocus = ({ target }: FocusEvent) => {
    const place = target.closest<HTMLElement>('tr[data-place]')?.dataset['place']
    if (place !== undefined && !isWhole) setFocused(ids.byPlace.get(place) ?? null)
  }
  return { body, shown, below, isWhole, onFocus }
}
