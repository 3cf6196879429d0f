import { useVirtualizer } from '@tanstack/react-virtual'
import { type DragEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { toggled } from './toggled.ts'
import { useOnChange } from './use-on-change.ts'

interface VirtualListProps<T> {
  label: string
  items: readonly T[]
  selected: string | null
  /** px of every row. */
  rowHeight: number
  className?: string
  onSelect: (id: string) => void
  /** Moves a row to a position among all, counted from 0. */
  onMove?: ((id: string, to: number) => void) | undefined
  /** Deletes the selected row, or all that are selected with it. */
  onDelete?: ((ids: readonly string[]) => void) | undefined
  /** Rows that are selected together, where that is possible. */
  marked?: ReadonlySet<string>
  onMark?: (ids: ReadonlySet<string>) => void
  /** A plain click selects one more of them. */
  isSelecting?: boolean
  /** Ends that. */
  onEnd?: () => void
  children: (item: T) => ReactNode
}

/**
 * A list of which one row is shown, however long it is: only the rows in view are there. Arrows, Home, End and the
 * page keys select, with Shift all on the way; Ctrl and Shift with a click, and Ctrl+A, select several. Alt with an arrow and
 * dragging move a row, where that is possible.
 */
export function VirtualList<T extends { id: string }>(props: VirtualListProps<T>) {
  const { label, items, selected, rowHeight, className, marked, children } = props
  const id = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const index = items.findIndex((item) => item.id === selected)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  useOnChange(index, () => {
    if (index >= 0) rows.scrollToIndex(index)
  })
  const { drag, dropBefore } = useRowDrag(props)
  const { select, toggle } = useMarks(props)
  return (
    <div
      ref={scroll}
      className={`virtual-list ${className ?? ''}`}
      data-selecting={props.isSelecting || undefined}
      role="grid"
      aria-label={label}
      aria-rowcount={items.length}
      aria-activedescendant={index >= 0 ? `${id}-${items[index]?.id}` : undefined}
      aria-multiselectable={props.onMark !== undefined}
      tabIndex={0}
      onKeyDown={listKeys(props, select, index, () => scroll.current?.clientHeight ?? rowHeight)}
    >
      <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index: at, start }) => {
          const item = items[at]
          if (item === undefined) return null
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's
            <div
              key={item.id}
              id={`${id}-${item.id}`}
              role="row"
              data-key={item.id}
              aria-rowindex={at + 1}
              aria-selected={item.id === selected || marked?.has(item.id) === true}
              data-marked={marked?.has(item.id) || undefined}
              data-selected={item.id === selected || undefined}
              data-drop={dropBefore === at ? 'before' : dropBefore === at + 1 ? 'after' : undefined}
              className="virtual-row"
              style={{ height: rowHeight, top: start }}
              onClick={(event) => {
                const isToggling = event.ctrlKey || event.metaKey || (props.isSelecting && !event.shiftKey)
                if (isToggling) toggle(item.id)
                else select(item.id, event.shiftKey)
              }}
              {...drag(item, at)}
            >
              <div role="gridcell">{children(item)}</div>
            </div>
          )
        })}
      </div>
    </div>
  )
}

const noMarks: ReadonlySet<string> = new Set()

/** Selects one row, all from the one where that began, or one more. */
function useMarks<T extends { id: string }>({
  items,
  selected,
  marked = noMarks,
  isSelecting = false,
  onSelect,
  onMark,
}: VirtualListProps<T>) {
  const anchor = useRef<string | null>(null)
  const select = (id: string, isRange: boolean) => {
    if (!isRange || marked.size === 0) anchor.current = isRange ? selected : id
    const ends = [anchor.current, id].map((one) => items.findIndex((item) => item.id === one)).sort((a, b) => a - b)
    if (isRange) onMark?.(new Set(items.slice(Math.max(0, ends[0] ?? 0), (ends[1] ?? 0) + 1).map((item) => item.id)))
    else if (marked.size > 0) onMark?.(noMarks)
    onSelect(id)
  }
  const toggle = (id: string) => {
    if (onMark === undefined) return onSelect(id)
    anchor.current = id
    const isFirst = marked.size === 0 && !isSelecting && selected !== null && selected !== id
    onMark(toggled(isFirst ? new Set([selected]) : marked, id))
  }
  return { select, toggle }
}

/** What the keys of the list do; `height` is that of what is in view, in px. */
function listKeys<T extends { id: string }>(
  { items, rowHeight, marked = noMarks, isSelecting, onMark, onEnd, onMove, onDelete }: VirtualListProps<T>,
  select: (id: string, isRange: boolean) => void,
  index: number,
  height: () => number,
) {
  return (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height() / rowHeight) - 1)
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: items.length - 1,
      PageDown: index + page,
      PageUp: index - page,
    }
    const to = steps[event.key]
    const current = items[index]
    const isCtrl = event.ctrlKey || event.metaKey
    if (event.key === 'Delete' && current !== undefined && onDelete) {
      onDelete(marked.size > 0 ? [...marked] : [current.id])
    } else if (event.key === 'a' && isCtrl && onMark) onMark(new Set(items.map(({ id }) => id)))
    else if (event.key === 'Escape' && isSelecting) onEnd?.()
    else if (event.key === 'Escape' && marked.size > 0) onMark?.(noMarks)
    else if (to === undefined || isCtrl) return
    else if (event.altKey) {
      if (current === undefined || !onMove || !event.key.startsWith('Arrow')) return
      onMove(current.id, to)
    } else {
      const next = items[Math.min(items.length - 1, Math.max(0, to))]
      if (next !== undefined) select(next.id, event.shiftKey)
    }
    event.preventDefault()
    event.stopPropagation()
  }
}

const dragType = 'application/x-row'

/** Drags rows to other positions, where they can be moved; says before which one a row would be dropped. */
function useRowDrag<T extends { id: string }>({ items, onMove }: VirtualListProps<T>) {
  const [dropBefore, setDropBefore] = useState<number | null>(null)
  const drag = (item: T, at: number) =>
    onMove && {
      draggable: true,
      onDragStart: (event: DragEvent) => event.dataTransfer.setData(dragType, item.id),
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        const { top, height } = event.currentTarget.getBoundingClientRect()
        setDropBefore(event.clientY > top + height / 2 ? at + 1 : at)
      },
      onDragEnd: () => setDropBefore(null),
      onDrop: (event: DragEvent) => {
        const moved = event.dataTransfer.getData(dragType)
        const from = items.findIndex((one) => one.id === moved)
        if (from === -1 || dropBefore === null) return
        event.preventDefault()
        onMove(moved, dropBefore > from ? dropBefore - 1 : dropBefore)
        setDropBefore(null)
      },
    }
  return { drag, dropBefore }
}
