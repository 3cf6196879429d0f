import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo, useState } from 'react'

/** So many rows are all there: they fill a view or two, and the browser finds text in them. */
export const fewRows = 60

interface Rows {
  count: number
  /** px of a row, until one is there to be measured. */
  rowHeight: number
  /** What holds the rows; around it, or itself, is what scrolls. */
  list: RefObject<HTMLElement | null>
  /** Rows that are there wherever they are, with those beside them: Tab and arrows lead to those. */
  kept: readonly number[]
  /** The row that has more below it. */
  open?: number
}

export interface RowWindow {
  isWhole: boolean
  rows: readonly { index: number; above: number }[]
  /** px of what is left out at the end. */
  below: number
  /** For rows of different heights: a ref of each, which has its number as `data-index`. */
  measure: (row: Element | null) => void
}

/** Which rows of a long list are there: those in view and around it, each with the px of rows that are left out above it. */
export function useRowWindow({ count, rowHeight, list, kept, open }: Rows): RowWindow {
  const isWhole = count <= fewRows
  const { top, height, more } = usePlace(list, isWhole ? null : count)
  const beside = kept.flatMap((index) => [index - 1, index, index + 1])
  const virtual = useVirtualizer({
    enabled: !isWhole,
    count,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: (index) => (height ?? rowHeight) + (index === open ? more : 0),
    initialRect: { width: 0, height: 800 },
    scrollMargin: top,
    overscan: 10,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), ...beside])]
        .filter((index) => index >= 0 && index < count)
        .sort((a, b) => a - b),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was worked out with other heights is of no use
  useEffect(() => virtual.measure(), [virtual, height, more, open])
  const { rows, below } = isWhole ? wholeOf(count) : leaveOut(virtual.getVirtualItems(), top, virtual.getTotalSize())
  const said = rows.map(({ index, above }) => `${index} ${above}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same as before where it says the same
  const shown = useMemo(() => ({ isWhole, rows, below }), [isWhole, said, below])
  return { ...shown, measure: virtual.measureElement }
}

function wholeOf(count: number): Pick<RowWindow, 'rows' | 'below'> {
  return { rows: Array.from({ length: count }, (_, index) => ({ index, above: 0 })), below: 0 }
}

/** What is left out before, between and after the rows that are there. */
function leaveOut(items: readonly VirtualItem[], top: number, height: number): Pick<RowWindow, 'rows' | 'below'> {
  let end = top
  const rows = items.map(({ index, start, end: own }) => {
    const above = start - end
    end = own
    return { index, above }
  })
  return { rows, below: top + height - end }
}

function scrollerOf(list: HTMLElement | null): HTMLElement | null {
  return list?.closest<HTMLElement>('.scroll') ?? null
}

interface Place {
  /** px from where the rows begin in what scrolls. */
  top: number
  /** px of the first row. */
  height: number | null
  /** px of what is open below a row. */
  more: number
}

/** Looked at where the number of rows changes, and as somebody scrolls: not while somebody types. */
function usePlace(list: RefObject<HTMLElement | null>, count: number | null): Place {
  const [place, setPlace] = useState<Place>({ top: 0, height: null, more: 0 })
  useEffect(() => {
    const scroller = scrollerOf(list.current)
    if (count === null || list.current === null || scroller === null) return
    const look = () => {
      if (list.current === null) return
      const above = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top
      const top = list.current === scroller ? 0 : Math.round(above + scroller.scrollTop)
      const rows = [...list.current.querySelectorAll('[data-place]')]
      // One out of view is as high as the style sheet guesses.
      const row = rows.find(({ firstElementChild: cell }) => cell?.checkVisibility({ contentVisibilityAuto: true }))
      // A pane that is hidden has no height.
      const height = (row ?? rows[0])?.getBoundingClientRect().height || null
      const more = list.current.querySelector('.row-editor-row')?.getBoundingClientRect().height ?? 0
      setPlace((last) =>
        last.top === top && last.height === height && last.more === more ? last : { top, height, more },
      )
    }
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    return () => scroller.removeEventListener('scroll', look)
  }, [list, count])
  return place
}
