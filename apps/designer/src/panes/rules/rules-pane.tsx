import { Check, ChevronRight, Ellipsis, OctagonX, Plus, Settings2 } from 'lucide-react'
import { memo, type RefObject, useId, useMemo, useRef, useState } from 'react'
import {
  Button,
  Collection,
  type Key,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  Tree,
  TreeItem,
  TreeItemContent,
  useDragAndDrop,
} from 'react-aria-components'
import { useDesigner, useDocument } from '../../app/designer-context.tsx'
import { valueAt } from '../../preview/derive.ts'
import { useDestination, usePreview, useProblems, useRuleCounts } from '../../preview/use-preview.ts'
import { AddRuleBox } from './add-rule-box.tsx'
import { addRule, deleteRule, duplicateRule, ignoreUnmatched, moveRule, type RuleEdit } from './rule-edits.ts'
import { conditionText, listRules, type RuleEntry, samePlace } from './rule-list.ts'
import { useRuleEdit } from './use-rule-edit.ts'

const destinationKey = 'destination'

interface RuleNode {
  id: string
  label: string
  entry: RuleEntry | null
  children: RuleNode[]
}

export function RulesPane() {
  const destination = useDestination()
  const selected = useDocument((state) => state.selectedRule)
  const [isAdding, setIsAdding] = useState(false)
  const title = useId()
  const rules = useMemo(() => listRules(valueAt(destination?.config, ['mapping'])), [destination])
  const nodes = useKeptNodes(rules)
  const selectedEntry = rules.find(({ place }) => samePlace(place, selected))
  const selectedKey = selected === null ? destinationKey : (selectedEntry?.name ?? '')
  const outcome = usePreview()?.explanation?.outcome
  const matching = outcome?.rule
  const counts = useRuleCounts()
  const faults = useRulesWithErrors()
  const change = useRuleEdit()
  const config = destination?.config
  const latest = useRef({ rules, config })
  latest.current = { rules, config }

  return (
    <section className="pane sunken" aria-labelledby={title} data-pane="rules">
      <div className="pane-head">
        <h2 id={title}>Rules</h2>
        <span className="count grow">{rules.length}</span>
        {selectedEntry && <RuleMenu entry={selectedEntry} />}
        <button
          type="button"
          className="btn icon-only small"
          aria-label="Add rule"
          aria-expanded={isAdding}
          onClick={() => setIsAdding(!isAdding)}
        >
          <Plus className="icon" aria-hidden />
        </button>
      </div>
      {isAdding && <AddRuleBox onClose={() => setIsAdding(false)} />}
      <div
        className="scroll"
        role="presentation"
        // The tree keeps the keys it knows from bubbling.
        onKeyDownCapture={(event) => {
          if (selectedEntry === undefined || event.target instanceof HTMLInputElement) return
          if (event.key === 'Delete') change(deleteRule(config, selectedEntry))
          else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
            const step = event.key === 'ArrowUp' ? -1 : 1
            change(moveRule(config, selectedEntry, (selectedEntry.alternative ?? 1) - 1 + step))
          } else return
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        <RuleTree
          nodes={nodes}
          selectedKey={selectedKey}
          matching={matching}
          counts={counts}
          faults={faults}
          latest={latest}
        />
        {rules.length === 0 && destination && (
          <p className="empty-note">
            No rules: every event is sent whole to{' '}
            <code>{String(valueAt(destination.config, ['settings', 'kafka', 'topic']))}</code>.
          </p>
        )}
        {outcome && outcome.rule === null && 'record' in outcome && <NoRuleOffer />}
      </div>
      <p className="tree-foot">
        Conditions run top to bottom, the first match wins. <code>*</code> is used when no own rule exists. The number
        counts matching samples.
      </p>
    </section>
  )
}

type Latest = RefObject<{ rules: readonly RuleEntry[]; config: unknown }>

// The tree stays as it is while somebody edits inside of a rule.
const RuleTree = memo(function RuleTree({
  nodes,
  selectedKey,
  matching,
  counts,
  faults,
  latest,
}: RuleFacts & { nodes: RuleNode[]; selectedKey: string; latest: Latest }) {
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
        {(node) => <RuleItem node={node} facts={{ matching, counts, faults }} />}
      </Collection>
    </Tree>
  )
})

/** The tree of the rules; where it would look the same, it is the same. */
function useKeptNodes(rules: readonly RuleEntry[]): RuleNode[] {
  const last = useRef<{ text: string; nodes: RuleNode[] } | null>(null)
  return useMemo(() => {
    const text = JSON.stringify(rules.map(({ name, rule }) => [name, conditionText(rule), rule['ignore'] === true]))
    if (last.current?.text !== text) last.current = { text, nodes: groupRules(rules) }
    return last.current.nodes
  }, [rules])
}

/** What a person may want for an event that no rule matches. */
function NoRuleOffer() {
  const destination = useDestination()
  const event = usePreview()?.event
  const change = useRuleEdit()
  const [entity, action] = String(event?.['name'] ?? '').split(' ')
  const ignore = ignoreUnmatched(destination?.config)
  if (!entity || !action) return null
  return (
    <div className="offer">
      <p>
        No rule matches <code>{`${entity} ${action}`}</code>: the whole event is sent.
      </p>
      <button type="button" className="btn small" onClick={() => change(addRule(destination?.config, entity, action))}>
        Make a rule for this event
      </button>
      {ignore !== null && (
        <button type="button" className="btn small" onClick={() => change(ignore)}>
          Ignore unmatched events
        </button>
      )}
    </div>
  )
}

function RuleMenu({ entry }: { entry: RuleEntry }) {
  const destination = useDestination()
  const change = useRuleEdit()
  const config = destination?.config
  const at = (entry.alternative ?? 1) - 1
  const acts: Record<string, { label: string; hint?: string; make: () => RuleEdit | null; isOff?: boolean }> = {
    alternative: { label: 'Add alternative', make: () => addRule(config, entry.entity, entry.action) },
    duplicate: { label: 'Duplicate', make: () => duplicateRule(config, entry) },
    up: {
      label: 'Move up',
      hint: 'Alt ↑',
      make: () => moveRule(config, entry, at - 1),
      isOff: moveRule(config, entry, at - 1) === null,
    },
    down: {
      label: 'Move down',
      hint: 'Alt ↓',
      make: () => moveRule(config, entry, at + 1),
      isOff: moveRule(config, entry, at + 1) === null,
    },
    delete: { label: 'Delete', hint: 'Del', make: () => deleteRule(config, entry) },
  }
  return (
    <MenuTrigger>
      <Button className="btn icon-only small" aria-label={`Rule ${entry.entity} ${entry.action}`}>
        <Ellipsis className="icon small" aria-hidden />
      </Button>
      <Popover className="popover">
        <Menu aria-label="Rule" onAction={(key) => change(acts[String(key)]?.make() ?? null)}>
          {Object.entries(acts).map(([id, { label, hint, isOff }]) => (
            <MenuItem key={id} id={id} className="popover-item" isDisabled={isOff ?? false}>
              {label}
              {hint !== undefined && <span className="hint">{hint}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

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

interface RuleFacts {
  matching: string | null | undefined
  counts: ReadonlyMap<string, number>
  faults: ReadonlySet<string>
}

function RuleItem({ node, facts }: { node: RuleNode; facts: RuleFacts }) {
  const { entry } = node
  const { matching, counts, faults } = facts
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
        {(child) => <RuleItem node={child} facts={facts} />}
      </Collection>
    </TreeItem>
  )
}

/** The rules that an error is about. */
function useRulesWithErrors(): ReadonlySet<string> {
  const problems = useProblems()
  return useMemo(() => {
    const errors = problems.filter(({ severity, place }) => severity === 'error' && place[0] === 'mapping')
    return new Set(
      errors.map(({ place: [, entity, action, index] }) =>
        typeof index === 'number' ? `${entity}.${action}[${index}]` : `${entity}.${action}`,
      ),
    )
  }, [problems])
}

function ruleLabel(entry: RuleEntry, label: string, isMatching: boolean, isFaulty: boolean): string {
  const name = `${entry.entity} ${entry.action}${entry.alternative === null ? '' : `, ${entry.alternative}: ${label}`}`
  return `${name}${isMatching ? ', matches the selected sample' : ''}${isFaulty ? ', has an error' : ''}`
}

function groupRules(rules: readonly RuleEntry[]): RuleNode[] {
  const entities = new Map<string, RuleNode>()
  for (const entry of rules) {
    const entity = group(entities, `entity ${entry.entity}`, entry.entity)
    if (entry.alternative === null) {
      entity.children.push({ id: entry.name, label: entry.action, entry, children: [] })
      continue
    }
    const actionId = `action ${entry.entity} ${entry.action}`
    let action = entity.children.find(({ id }) => id === actionId)
    if (action === undefined) {
      action = { id: actionId, label: entry.action, entry: null, children: [] }
      entity.children.push(action)
    }
    const condition = conditionText(entry.rule)
    action.children.push({
      id: entry.name,
      label: condition === '' ? 'otherwise' : `if ${condition}`,
      entry,
      children: [],
    })
  }
  return [...entities.values()]
}

function group(groups: Map<string, RuleNode>, id: string, label: string): RuleNode {
  const known = groups.get(id) ?? { id, label, entry: null, children: [] }
  groups.set(id, known)
  return known
}

function allGroups(nodes: readonly RuleNode[]): string[] {
  return nodes.flatMap((node) => (node.entry === null ? [node.id, ...allGroups(node.children)] : []))
}
