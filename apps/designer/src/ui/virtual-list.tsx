import { useVirtualizer } from '@tanstack/react-virtual'
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

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
  onDelete?: ((id: string) => void) | undefined
  children: (item: T) => ReactNode
}

/**
 * A list of which one row is selected, however long it is: only the rows in view are there. Arrows, Home, End and the
 * page keys select; Alt with an arrow and dragging move a row, where that is possible.
 */
export function VirtualList<T extends { id: string }>(props: VirtualListProps<T>) {
  const { label, items, selected, rowHeight, className, onSelect, children } = props
  const id = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const index = items.findIndex((item) => item.id === selected)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index)
  }, [rows, index])
  const { drag, dropBefore } = useRowDrag(props)
  return (
    <div
      ref={scroll}
      className={`virtual-list ${className ?? ''}`}
      role="grid"
      aria-label={label}
      aria-rowcount={items.length}
      aria-activedescendant={index >= 0 ? `${id}-${items[index]?.id}` : undefined}
      tabIndex={0}
      onKeyDown={listKeys(props, index, () => scroll.current?.clientHeight ?? rowHeight)}
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
              aria-rowindex={at + 1}
              aria-selected={item.id === selected}
              data-selected={item.id === selected || undefined}
              data-drop={dropBefore === at ? 'before' : dropBefore === at + 1 ? 'after' : undefined}
              className="virtual-row"
              style={{ height: rowHeight, top: start }}
              onClick={() => onSelect(item.id)}
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

/** What the keys of the list do; `height` is that of what is in view, in px. */
function listKeys<T extends { id: string }>(
  { items, rowHeight, onSelect, onMove, onDelete }: VirtualListProps<T>,
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
    if (event.key === 'Delete' && current !== undefined && onDelete) onDelete(current.id)
    else if (to === undefined || event.ctrlKey || event.metaKey) return
    else if (event.altKey) {
      if (current === undefined || !onMove || !event.key.startsWith('Arrow')) return
      onMove(current.id, to)
    } else {
      const next = items[Math.min(items.length - 1, Math.max(0, to))]
      if (next !== undefined) onSelect(next.id)
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
