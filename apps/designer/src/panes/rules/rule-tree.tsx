import { Check, ChevronRight, OctagonX, Settings2 } from 'lucide-react'
import { memo, type RefObject, useRef } from 'react'
import { Button, Collection, type Key, Tree, TreeItem, TreeItemContent, useDragAndDrop } from 'react-aria-components'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import { moveRule } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { allGroups, type RuleNode } from '../../mapping/rule-nodes.ts'

export const destinationKey = 'destination'

type Latest = RefObject<{ rules: readonly RuleEntry[]; config: unknown }>

// The tree stays as it is while somebody edits inside of a rule.
export const RuleTree = memo(function RuleTree({
  nodes,
  selectedKey,
  matching,
  counts,
  faults,
  latest,
}: RuleMarks & { nodes: RuleNode[]; selectedKey: string; latest: Latest }) {
  const { document } = useDesigner()
  const dragAndDropHooks = useRuleDrag(latest)
  return (
    <Tree
      className="tree rules-tree"
      aria-label="Rules"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={[selectedKey]}
      defaultExpandedKeys={allGroups(nodes)}
      key={allGroups(nodes).join()}
      dragAndDropHooks={dragAndDropHooks}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys]
        const entry = latest.current.rules.find(({ name }) => name === key)
        if (entry) document.getState().actions.selectRule(entry.place)
        else if (key === destinationKey) document.getState().actions.selectRule(null)
      }}
    >
      <TreeItem id={destinationKey} textValue="Destination">
        <TreeItemContent>
          <div className="tree-row">
            <Settings2 className="icon small faint" aria-hidden />
            <span>Destination</span>
          </div>
        </TreeItemContent>
      </TreeItem>
      <Collection items={nodes} dependencies={[matching, counts, faults]}>
        {(node) => <RuleItem node={node} marks={{ matching, counts, faults }} />}
      </Collection>
    </Tree>
  )
})

/** Alternatives of one action are put into another order by dragging. */
function useRuleDrag(latest: Latest) {
  const change = useRuleEdit()
  const dragged = useRef<RuleEntry | undefined>(undefined)
  const find = (key: Key | undefined) => latest.current.rules.find(({ name }) => name === key)
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'application/x-rule': String(key) })),
    onDragStart: ({ keys }) => {
      dragged.current = find([...keys][0])
    },
    getDropOperation: (target) => {
      const from = dragged.current
      const to = target.type === 'item' && target.dropPosition !== 'on' ? find(target.key) : undefined
      const isSameList = from?.alternative != null && to?.entity === from.entity && to.action === from.action
      return isSameList ? 'move' : 'cancel'
    },
    onMove: ({ target }) => {
      const from = dragged.current
      const to = find(target.key)
      if (from?.alternative == null || to?.alternative == null) return
      const before = to.alternative - 1 + (target.dropPosition === 'after' ? 1 : 0)
      change(moveRule(latest.current.config, from, before > from.alternative - 1 ? before - 1 : before))
    },
  })
  return dragAndDropHooks
}

interface RuleMarks {
  matching: string | null | undefined
  counts: ReadonlyMap<string, number>
  faults: ReadonlySet<string>
}

function RuleItem({ node, marks }: { node: RuleNode; marks: RuleMarks }) {
  const { entry } = node
  const { matching, counts, faults } = marks
  const count = entry ? counts.get(entry.name) : undefined
  const isMatching = entry !== null && entry.name === matching
  const isFaulty = entry !== null && faults.has(entry.name)
  return (
    <TreeItem
      id={node.id}
      textValue={node.label}
      aria-label={entry ? ruleLabel(entry, node.label, isMatching, isFaulty) : node.label}
    >
      <TreeItemContent>
        <div className="tree-row">
          {entry === null ? (
            <Button slot="chevron" className="chevron">
              <ChevronRight className="icon small" aria-hidden />
            </Button>
          ) : (
            <span className="chevron" />
          )}
          {entry?.alternative != null && (
            <Button slot="drag" className="index" aria-label={`Drag ${node.label}`}>
              {entry.alternative}
            </Button>
          )}
          <span className="name truncate">{node.label}</span>
          {node.label === '*' && <span className="faint">any</span>}
          {isMatching && <Check className="icon small tone-ok" aria-hidden />}
          {isFaulty && <OctagonX className="icon small tone-err" aria-hidden />}
          {entry?.rule['ignore'] === true && <span className="meta">ignore</span>}
          {entry && <span className="meta">{count ?? 'none'}</span>}
        </div>
      </TreeItemContent>
      <Collection items={node.children} dependencies={[matching, counts, faults]}>
        {(child) => <RuleItem node={child} marks={marks} />}
      </Collection>
    </TreeItem>
  )
}

function ruleLabel(entry: RuleEntry, label: string, isMatching: boolean, isFaulty: boolean): string {
  const name = `${entry.entity} ${entry.action}${entry.alternative === null ? '' : `, ${entry.alternative}: ${label}`}`
  return `${name}${isMatching ? ', matches the selected sample' : ''}${isFaulty ? ', has an error' : ''}`
}
