import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import {
  type CSSProperties,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useOnChange } from './use-on-change.ts'

interface TreeNode<T> {
  id: string
  children: readonly T[]
}

interface VirtualTreeProps<T> {
  label: string
  nodes: readonly T[]
  /** px of every row. */
  rowHeight: number
  className?: string
  /** Id of the selected row, in a tree where one is. */
  selected?: string
  /** Id of a row that is kept in view. */
  linked?: string | null
  isOpenAtFirst: (node: T) => boolean
  nameOf: (node: T) => string
  /** A click or Enter on a row. */
  onAction?: (node: T, byPointer: boolean) => void
  /** A click or an arrow key leads to a row. */
  onSelect?: (node: T) => void
  /** What rows need to be dragged and dropped on. */
  drag?: (node: T) => HTMLAttributes<HTMLElement> & { 'data-drop'?: string | undefined }
  children: (node: T) => ReactNode
}

interface Row<T> {
  node: T
  level: number
  isOpen: boolean
}

/**
 * A tree of which only the rows in view are there, however large it is. Arrows, Home, End and the page keys move, right
 * opens, left closes or leads to what is around, Enter acts.
 */
export function VirtualTree<T extends TreeNode<T>>(props: VirtualTreeProps<T>) {
  const { label, nodes, rowHeight, className = '', selected, linked, isOpenAtFirst, nameOf, drag, children } = props
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [current, setCurrent] = useState<string | null>(null)
  const rows = useMemo(
    () => rowsOf(nodes, (node) => toggled.get(node.id) ?? isOpenAtFirst(node)),
    [nodes, toggled, isOpenAtFirst],
  )
  const indexOf = (id: string | null | undefined) => (id == null ? -1 : rows.findIndex(({ node }) => node.id === id))
  const reached = [indexOf(current), indexOf(selected), 0].find((index) => index >= 0) ?? 0
  const tree = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => tree.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // The row that has the focus stays, wherever it is scrolled to.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), reached])].filter((at) => at < rows.length).sort((a, b) => a - b),
  })
  useFocusedRow(tree, current)
  const kept = indexOf(linked ?? selected)
  useOnChange(kept, () => {
    if (kept >= 0) virtual.scrollToIndex(kept)
  })
  // Keys go on from what was selected elsewhere.
  useOnChange(selected, () => setCurrent(selected ?? null))
  const toggle = ({ node, isOpen }: Row<T>) => setToggled(new Map(toggled).set(node.id, !isOpen))
  const goTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (row === undefined) return
    virtual.scrollToIndex(rows.indexOf(row))
    setCurrent(row.node.id)
    props.onSelect?.(row.node)
  }
  return (
    <div
      ref={tree}
      className={`tree ${className}`}
      role="treegrid"
      aria-label={label}
      aria-rowcount={rows.length}
      onKeyDown={treeKeys({
        rows,
        reached,
        goTo,
        toggle,
        onAction: props.onAction,
        page: () => (tree.current?.clientHeight ?? 0) / rowHeight,
      })}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const { node, level, isOpen } = row
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's
            <div
              key={node.id}
              role="row"
              data-key={node.id}
              aria-rowindex={index + 1}
              aria-level={level}
              aria-label={nameOf(node)}
              aria-expanded={node.children.length > 0 ? isOpen : undefined}
              aria-selected={selected === undefined ? undefined : node.id === selected}
              data-selected={node.id === selected || undefined}
              className={`virtual-row${linked === node.id ? ' linked' : ''}`}
              tabIndex={index === reached ? 0 : -1}
              style={{ height: rowHeight, top: start, '--tree-item-level': level } as CSSProperties}
              onFocus={() => setCurrent(node.id)}
              onClick={() => {
                setCurrent(node.id)
                props.onSelect?.(node)
                props.onAction?.(node, true)
              }}
              {...drag?.(node)}
            >
              <div role="gridcell" className="tree-row">
                <Chevron row={row} name={nameOf(node)} onToggle={() => toggle(row)} />
                {children(node)}
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Chevron<T extends TreeNode<T>>({ row, name, onToggle }: { row: Row<T>; name: string; onToggle: () => void }) {
  if (row.node.children.length === 0) return <span className="chevron" />
  return (
    <button
      type="button"
      className="chevron"
      tabIndex={-1}
      aria-label={`${row.isOpen ? 'Close' : 'Open'} ${name}`}
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
    >
      <ChevronRight className="icon small" aria-hidden />
    </button>
  )
}

function rowsOf<T extends TreeNode<T>>(nodes: readonly T[], isOpen: (node: T) => boolean): Row<T>[] {
  const rows: Row<T>[] = []
  const add = (inside: readonly T[], level: number) => {
    for (const node of inside) {
      const row = { node, level, isOpen: node.children.length > 0 && isOpen(node) }
      rows.push(row)
      if (row.isOpen) add(node.children, level + 1)
    }
  }
  add(nodes, 1)
  return rows
}

/** The focus follows the current row, as long as it is in the tree. */
function useFocusedRow(tree: { current: HTMLElement | null }, current: string | null): void {
  useEffect(() => {
    const focused = document.activeElement
    if (current === null || focused?.getAttribute('role') !== 'row' || !tree.current?.contains(focused)) return
    tree.current.querySelector<HTMLElement>(`[data-key="${CSS.escape(current)}"]`)?.focus({ preventScroll: true })
  }, [tree, current])
}

interface TreeKeys<T> {
  rows: readonly Row<T>[]
  reached: number
  goTo: (index: number) => void
  toggle: (row: Row<T>) => void
  onAction: ((node: T, byPointer: boolean) => void) | undefined
  /** How many rows are in view. */
  page: () => number
}

/** What the keys of a row do. */
function treeKeys<T extends TreeNode<T>>({ rows, reached, goTo, toggle, onAction, page }: TreeKeys<T>) {
  return (event: KeyboardEvent) => {
    const row = rows[reached]
    const isOnRow = event.target instanceof Element && event.target.getAttribute('role') === 'row'
    if (row === undefined || !isOnRow || event.ctrlKey || event.metaKey || event.altKey) return
    const { isOpen, level, node } = row
    const canOpen = node.children.length > 0 && !isOpen
    const steps: Record<string, number> = {
      ArrowDown: reached + 1,
      ArrowUp: reached - 1,
      ArrowRight: isOpen ? reached + 1 : reached,
      ArrowLeft: rows.slice(0, reached).findLastIndex((other) => other.level < level),
      Home: 0,
      End: rows.length - 1,
      PageDown: reached + Math.floor(page()) - 1,
      PageUp: reached - Math.floor(page()) + 1,
    }
    const to = steps[event.key]
    if (event.key === 'Enter' && onAction !== undefined) onAction(node, false)
    else if (event.key === 'Enter' || (event.key === 'ArrowLeft' && isOpen)) toggle(row)
    else if (event.key === 'ArrowRight' && canOpen) toggle(row)
    else if (to === undefined) return
    else if (to !== -1 || event.key === 'ArrowUp') goTo(to)
    event.preventDefault()
    event.stopPropagation()
  }
}
