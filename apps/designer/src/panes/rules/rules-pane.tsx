import { valueAt } from '@mapping-designer/mapping-engine'
import { Plus } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { useRuleEdit } from '../../designer/use-flow-edit.ts'
import {
  useDestination,
  useEvent,
  usePreview,
  useProblems,
  useRuleCounts,
  useRules,
} from '../../designer/use-preview.ts'
import { samePlace } from '../../document/place.ts'
import { addRule, deleteRule, ignoreUnmatched, moveRule } from '../../mapping/rule-edits.ts'
import { conditionText, type RuleEntry } from '../../mapping/rule-list.ts'
import { groupRules, type RuleNode } from '../../mapping/rule-nodes.ts'
import { FilterInput } from '../../ui/filter-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { AddRuleBox } from './add-rule-box.tsx'
import { RuleMenu } from './rule-menu.tsx'
import { destinationKey, RuleTree } from './rule-tree.tsx'

/** How many rules are found without a filter. */
const rulesInView = 8

export function RulesPane() {
  const destination = useDestination()
  const selected = useDocument((state) => state.selectedRule)
  const [isAdding, setIsAdding] = useState(false)
  const title = useId()
  const rules = useRules()
  const [search, setSearch] = useState('')
  const isLong = rules.length > rulesInView
  const found = useMemo(() => (isLong ? filterRules(rules, search) : rules), [isLong, rules, search])
  const nodes = useKeptNodes(found)
  const selectedEntry = rules.find(({ place }) => samePlace(place, selected))
  const selectedKey = selected === null ? destinationKey : (selectedEntry?.name ?? '')
  const outcome = usePreview()?.explanation?.outcome
  const matching = outcome?.rule
  const counts = useRuleCounts()
  const faults = useRulesWithErrors()
  const onKey = useRuleKeys(selectedEntry)
  const latest = useRef(rules)
  latest.current = rules

  return (
    <section className="pane sunken" aria-labelledby={title} data-pane="rules">
      <PaneHead id={title} title="Rules">
        <span className="count grow">{rules.length}</span>
        {selectedEntry && <RuleMenu entry={selectedEntry} />}
        <IconButton
          Icon={Plus}
          label="Add rule"
          isSmall
          hasSmallIcon={false}
          aria-expanded={isAdding}
          onClick={() => setIsAdding(!isAdding)}
        />
      </PaneHead>
      {isLong && (
        <div className="filter">
          <FilterInput label="Filter rules" value={search} onChange={setSearch} />
        </div>
      )}
      {isAdding && <AddRuleBox onClose={() => setIsAdding(false)} />}
      <div
        className="tree-holder"
        role="presentation"
        // The tree keeps the keys it knows from bubbling.
        onKeyDownCapture={onKey}
      >
        <RuleTree
          nodes={nodes}
          selectedKey={selectedKey}
          matching={matching}
          counts={counts}
          faults={faults}
          latest={latest}
        />
        {rules.length > 0 && found.length === 0 && <p className="empty-note">No rule matches.</p>}
        {rules.length === 0 && destination && <NoRulesNote config={destination.config} />}
        {outcome && outcome.rule === null && 'record' in outcome && <NoRuleOffer />}
      </div>
      <p className="tree-foot">
        Conditions run top to bottom, the first match wins. <code>*</code> is used when no own rule exists. The number
        counts matching samples.
      </p>
    </section>
  )
}

/** The rules with all words in their name, condition or topic. */
function filterRules(rules: readonly RuleEntry[], search: string): readonly RuleEntry[] {
  const words = search.toLowerCase().split(/\s+/)
  return rules.filter(({ entity, action, rule }) => {
    const topic = valueAt(rule, ['settings', 'topic'])
    const text = [entity, action, conditionText(rule), topic].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Deletes the selected rule, and moves it among the alternatives of its action. */
function useRuleKeys(entry: RuleEntry | undefined) {
  const change = useRuleEdit()
  return (event: KeyboardEvent) => {
    if (entry === undefined || event.target instanceof HTMLInputElement) return
    if (event.key === 'Delete') change((config) => deleteRule(config, entry))
    else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const step = event.key === 'ArrowUp' ? -1 : 1
      change((config) => moveRule(config, entry, (entry.alternative ?? 1) - 1 + step))
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** The tree of the rules; where it would look the same, it is the same. */
function useKeptNodes(rules: readonly RuleEntry[]): RuleNode[] {
  const last = useRef<{ text: string; nodes: RuleNode[] } | null>(null)
  return useMemo(() => {
    const text = JSON.stringify(rules.map(({ name, rule }) => [name, conditionText(rule), rule['ignore'] === true]))
    if (last.current?.text !== text) last.current = { text, nodes: groupRules(rules) }
    return last.current.nodes
  }, [rules])
}

function NoRulesNote({ config }: { config: unknown }) {
  return (
    <p className="empty-note">
      No rules: every event is sent whole to <code>{String(valueAt(config, ['settings', 'kafka', 'topic']))}</code>.
    </p>
  )
}

/** What a person may want for an event that no rule matches. */
function NoRuleOffer() {
  const { view } = useDesigner()
  const destination = useDestination()
  const event = useEvent()
  const change = useRuleEdit()
  const [entity, action] = String(event?.['name'] ?? '').split(' ')
  const ignore = ignoreUnmatched(destination?.config)
  if (!entity || !action) return null
  return (
    <div className="offer">
      <p>
        No rule matches <code>{`${entity} ${action}`}</code>: the whole event is sent.
      </p>
      <button type="button" className="btn small" onClick={() => change((config) => addRule(config, entity, action))}>
        Make a rule for this event
      </button>
      <button type="button" className="btn small" onClick={() => view.getState().actions.open('propose')}>
        From a record that I want…
      </button>
      {ignore !== null && (
        <button type="button" className="btn small" onClick={() => change(ignoreUnmatched)}>
          Ignore unmatched events
        </button>
      )}
    </div>
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
