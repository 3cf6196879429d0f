import { Check, ChevronRight, Plus, Settings2 } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { Button, Collection, Tree, TreeItem, TreeItemContent } from 'react-aria-components'
import { useDesigner, useDocument } from '../../app/designer-context.tsx'
import { valueAt } from '../../preview/derive.ts'
import { useDestination, usePreview, usePreviews } from '../../preview/use-preview.ts'
import { AddRuleBox } from './add-rule-box.tsx'
import { conditionText, listRules, type RuleEntry, samePlace } from './rule-list.ts'

const destinationKey = 'destination'

interface RuleNode {
  id: string
  label: string
  entry: RuleEntry | null
  children: RuleNode[]
}

export function RulesPane() {
  const { document } = useDesigner()
  const destination = useDestination()
  const selected = useDocument((state) => state.selectedRule)
  const [isAdding, setIsAdding] = useState(false)
  const title = useId()
  const rules = useMemo(() => listRules(valueAt(destination?.config, ['mapping'])), [destination])
  const nodes = useMemo(() => groupRules(rules), [rules])
  const selectedEntry = rules.find(({ place }) => samePlace(place, selected))
  const selectedKey = selected === null ? destinationKey : (selectedEntry?.name ?? '')
  const matching = usePreview()?.explanation?.outcome.rule
  const counts = useRuleCounts()

  return (
    <section className="pane sunken" aria-labelledby={title} data-pane="rules">
      <div className="pane-head">
        <h2 id={title}>Rules</h2>
        <span className="count grow">{rules.length}</span>
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
      <div className="scroll">
        <Tree
          className="tree rules-tree"
          aria-label="Rules"
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={[selectedKey]}
          defaultExpandedKeys={allGroups(nodes)}
          key={allGroups(nodes).join()}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : [...keys]
            const entry = rules.find(({ name }) => name === key)
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
          <Collection items={nodes} dependencies={[matching, counts]}>
            {(node) => renderRule(node, matching, counts)}
          </Collection>
        </Tree>
        {rules.length === 0 && destination && (
          <p className="empty-note">
            No rules: every event is sent whole to{' '}
            <code>{String(valueAt(destination.config, ['settings', 'kafka', 'topic']))}</code>.
          </p>
        )}
      </div>
      <p className="tree-foot">
        Conditions run top to bottom, the first match wins. <code>*</code> is used when no own rule exists. The number
        counts matching samples.
      </p>
    </section>
  )
}

function renderRule(node: RuleNode, matching: string | null | undefined, counts: ReadonlyMap<string, number>) {
  const { entry } = node
  const count = entry ? counts.get(entry.name) : undefined
  const isMatching = entry !== null && entry.name === matching
  return (
    <TreeItem
      id={node.id}
      textValue={node.label}
      aria-label={entry ? ruleLabel(entry, node.label, isMatching) : node.label}
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
          {entry?.alternative != null && <span className="index">{entry.alternative}</span>}
          <span className="name truncate">{node.label}</span>
          {node.label === '*' && <span className="faint">any</span>}
          {isMatching && <Check className="icon small tone-ok" aria-hidden />}
          {entry?.rule['ignore'] === true && <span className="meta">ignore</span>}
          {entry && <span className="meta">{count ?? 'none'}</span>}
        </div>
      </TreeItemContent>
      <Collection items={node.children} dependencies={[matching, counts]}>
        {(child) => renderRule(child, matching, counts)}
      </Collection>
    </TreeItem>
  )
}

function ruleLabel(entry: RuleEntry, label: string, isMatching: boolean): string {
  const name = `${entry.entity} ${entry.action}${entry.alternative === null ? '' : `, ${entry.alternative}: ${label}`}`
  return isMatching ? `${name}, matches the selected sample` : name
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

/** How many samples each rule gets. */
function useRuleCounts(): ReadonlyMap<string, number> {
  const previews = usePreviews()
  return useMemo(() => {
    const counts = new Map<string, number>()
    for (const { explanation } of previews) {
      const rule = explanation?.outcome.rule
      if (rule) counts.set(rule, (counts.get(rule) ?? 0) + 1)
    }
    return counts
  }, [previews])
}
