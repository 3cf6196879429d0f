import { Check, OctagonX, Settings2 } from 'lucide-react'
import { type DragEvent, memo, type RefObject, useMemo, useRef, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { moveRule } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import type { RuleNode } from '../../mapping/rule-nodes.ts'
import { VirtualTree } from '../../ui/virtual-tree.tsx'

export const destinationKey = 'destination'
const destination: RuleNode = { id: destinationKey, label: 'Destination', entry: null, children: [] }

type Latest = RefObject<readonly RuleEntry[]>

// The tree stays as it is while somebody edits inside of a rule.
export const RuleTree = memo(function RuleTree({
  nodes,
  selectedKey,
  latest,
  ...marks
}: RuleMarks & { nodes: readonly RuleNode[]; selectedKey: string; latest: Latest }) {
  const { document } = useDesigner()
  const drag = useRuleDrag(latest)
  const all = useMemo(() => [destination, ...nodes], [nodes])
  const select = ({ id }: RuleNode) => {
    const entry = latest.current.find(({ name }) => name === id)
    if (entry) document.getState().actions.selectRule(entry.place)
    else if (id === destinationKey) document.getState().actions.selectRule(null)
  }
  return (
    <VirtualTree
      className="rules-tree"
      label="Rules"
      nodes={all}
      rowHeight={28}
      selected={selectedKey}
      isOpenAtFirst={isAlwaysOpen}
      nameOf={(node) => nameOf(node, marks)}
      onSelect={select}
      drag={drag}
    >
      {(node) => <RuleRow node={node} marks={marks} />}
    </VirtualTree>
  )
})

const isAlwaysOpen = () => true

/** Alternatives of one action are put into another order by dragging. */
function useRuleDrag(latest: Latest) {
  const change = useRuleEdit()
  const dragged = useRef<RuleEntry | undefined>(undefined)
  const [drop, setDrop] = useState<{ on: string; side: 'before' | 'after' } | null>(null)
  const end = () => setDrop(null)
  return ({ id, entry }: RuleNode) => ({
    draggable: entry?.alternative != null,
    'data-drop': drop?.on === id ? drop.side : undefined,
    onDragStart: (event: DragEvent) => {
      dragged.current = latest.current.find(({ name }) => name === id)
      event.dataTransfer.setData('application/x-rule', id)
    },
    onDragEnd: end,
    onDragLeave: end,
    onDragOver: (event: DragEvent<HTMLElement>) => {
      const from = dragged.current
      if (from?.alternative == null || entry?.entity !== from.entity || entry.action !== from.action) return
      event.preventDefault()
      const { top, height } = event.currentTarget.getBoundingClientRect()
      setDrop({ on: id, side: event.clientY > top + height / 2 ? 'after' : 'before' })
    },
    onDrop: (event: DragEvent) => {
      const from = dragged.current
      end()
      if (from?.alternative == null || entry?.alternative == null || drop === null) return
      event.preventDefault()
      const before = entry.alternative - 1 + (drop.side === 'after' ? 1 : 0)
      const to = before > from.alternative - 1 ? before - 1 : before
      change((config) => moveRule(config, from, to))
    },
  })
}

interface RuleMarks {
  matching: string | null | undefined
  counts: ReadonlyMap<string, number>
  faults: ReadonlySet<string>
}

function RuleRow({
  node: { id, label, entry },
  marks: { matching, counts, faults },
}: {
  node: RuleNode
  marks: RuleMarks
}) {
  if (id === destinationKey) {
    return (
      <>
        <Settings2 className="icon small faint" aria-hidden />
        <span>{label}</span>
      </>
    )
  }
  return (
    <>
      {entry?.alternative != null && <span className="index">{entry.alternative}</span>}
      <span className="name truncate">{label}</span>
      {label === '*' && <span className="faint">any</span>}
      {entry !== null && entry.name === matching && <Check className="icon small tone-ok" aria-hidden />}
      {entry !== null && faults.has(entry.name) && <OctagonX className="icon small tone-err" aria-hidden />}
      {entry?.rule['ignore'] === true && <span className="meta">ignore</span>}
      {entry && <span className="meta">{counts.get(entry.name) ?? 'none'}</span>}
    </>
  )
}

function nameOf({ entry, label }: RuleNode, { matching, faults }: RuleMarks): string {
  if (entry === null) return label
  const { entity, action, alternative, name } = entry
  const rule = `${entity} ${action}${alternative === null ? '' : `, ${alternative}: ${label}`}`
  return `${rule}${name === matching ? ', matches the selected sample' : ''}${faults.has(name) ? ', has an error' : ''}`
}
