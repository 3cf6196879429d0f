import { isPlainObject, type TriedRule } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { ChevronRight, CircleCheck, Trash2 } from 'lucide-react'
import { useId, useMemo } from 'react'
import { Switch } from 'react-aria-components'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import { PathInput } from '../../designer/path-input.tsx'
import { useFlowEdit, useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useDestination, usePreview, useRuleCounts } from '../../designer/use-preview.ts'
import { deleteRule, renameRule } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { codePrefix } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { CodeField } from './code-field.tsx'
import { DataMapping } from './data-mapping.tsx'
import { OtherParts } from './other-parts.tsx'
import { PolicySection } from './policy-section.tsx'
import { ProblemHints, useHasProblem } from './problem-hints.tsx'
import { ShapingSection } from './shaping-section.tsx'
import { TopicInput } from './topic-input.tsx'

/** One rule as a form; what the form does not know stays in the text and is listed at the end. */
export function RuleForm({ entry }: { entry: RuleEntry }) {
  const { place, rule } = entry
  const preview = usePreview()
  const isMatching = preview?.explanation?.outcome.rule === entry.name
  return (
    <>
      <RuleTitle entry={entry} isMatching={isMatching} />
      <RuleFields entry={entry} isMatching={isMatching} />
      {rule['ignore'] !== true && <RuleParts entry={entry} isMatching={isMatching} />}
      <OtherParts place={place} parts={Object.entries(rule).filter(([name]) => !formParts.has(name))} />
    </>
  )
}

function RuleParts({ entry: { place, rule }, isMatching }: { entry: RuleEntry; isMatching: boolean }) {
  const data = useMemo(() => [...place, 'data'], [place])
  const policy = useMemo(() => [...place, 'policy'], [place])
  return (
    <>
      <DataMapping place={data} data={rule['data']} isMatching={isMatching} />
      <ShapingSection place={place} include={rule['include']} remove={{ value: rule['remove'] }} />
      <PolicySection place={policy} policy={rule['policy']} />
    </>
  )
}

function RuleTitle({ entry, isMatching }: { entry: RuleEntry; isMatching: boolean }) {
  const destination = useDestination()
  const change = useRuleEdit()
  const { entity, action, alternative, alternatives } = entry
  return (
    <div className="rule-title" data-place={JSON.stringify(entry.place)}>
      <h3>
        {entity}
        <ChevronRight className="icon small faint" aria-hidden />
        {action}
      </h3>
      {alternative !== null && (
        <span className="tag">
          condition {alternative} of {alternatives}
        </span>
      )}
      {isMatching && (
        <span className="push tone-ok" style={{ display: 'inline-flex', gap: 5, alignItems: 'center', fontSize: 12 }}>
          <CircleCheck className="icon small" aria-hidden />
          Matches this sample
        </span>
      )}
      <IconButton
        Icon={Trash2}
        label={`Delete rule ${entity} ${action}`}
        isSmall
        className={isMatching ? '' : 'push'}
        onClick={() => change(deleteRule(destination?.config, entry))}
      />
    </div>
  )
}

function RuleFields({ entry, isMatching }: { entry: RuleEntry; isMatching: boolean }) {
  const { document } = useDesigner()
  const { place, rule } = entry
  const id = useId()
  const edit = useFlowEdit()
  const destination = useDestination()
  const matches = useRuleCounts().get(entry.name) ?? 0
  const samples = useDocument((state) => state.samples.length)
  const settings = isPlainObject(rule['settings']) ? rule['settings'] : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const set = (steps: string[], value: JsonValue | undefined, label: string) =>
    edit([{ place: [...place, ...steps], value }], label, `${entry.name} ${steps.join('.')}`)
  const rename = (entity: string, action: string) => {
    const change = renameRule(destination?.config, entry, [entity.trim(), action.trim()])
    if (change === null) return
    edit(change.edits, change.label)
    if (change.select) document.getState().actions.selectRule(change.select)
  }
  const placeOf = (...steps: string[]) => JSON.stringify([...place, ...steps])
  const { condition } = rule
  const tried = usePreview()?.explanation?.steps.find((step) => step.kind === 'rules')?.tried
  const trial = tried?.find(({ name }) => name === entry.name)?.result

  return (
    <div className="form">
      <span className="label">Match</span>
      <div className="pair">
        <CommitInput aria-label="Entity" value={entry.entity} onCommit={(value) => rename(value, entry.action)} />
        <ChevronRight className="icon small" aria-hidden />
        <CommitInput aria-label="Action" value={entry.action} onCommit={(value) => rename(entry.entity, value)} />
      </div>
      <div className="resolved faint">
        {matches} of {plural(samples, 'sample')}
      </div>

      <span className="label" data-place={placeOf('condition')}>
        Condition
      </span>
      <CodeField
        label="Condition"
        use="rule-condition"
        placeholder="none: always"
        value={
          typeof condition === 'string' && condition.startsWith(codePrefix) ? condition.slice(codePrefix.length) : null
        }
        onChange={(code) => set(['condition'], code === null ? undefined : codePrefix + code, 'change condition')}
      />
      <div className="resolved faint">{conditionNow(entry, trial)}</div>
      <ProblemHints place={[...place, 'condition']} />

      <span className="label" data-place={placeOf('settings', 'topic')}>
        Topic
      </span>
      <TopicInput
        value={text(settings['topic'])}
        placeholder={topicOf(destination?.config)}
        onChange={(topic) => set(['settings', 'topic'], topic === '' ? undefined : topic, 'change topic')}
      />
      <Resolved field="topic" isMatching={isMatching} />
      <ProblemHints place={[...place, 'settings', 'topic']} />

      <span className="label" data-place={placeOf('settings', 'key')}>
        Key
      </span>
      <PathInput
        label="Key"
        value={text(settings['key'])}
        placeholder="the key of the destination"
        hasProblem={useHasProblem([...place, 'settings', 'key'])}
        onChange={(path) => set(['settings', 'key'], path === '' ? undefined : path, 'change key path')}
      />
      <Resolved field="key" isMatching={isMatching} />
      <ProblemHints place={[...place, 'settings', 'key']} />

      <label htmlFor={`${id}name`} data-place={placeOf('name')}>
        Name
      </label>
      <input
        id={`${id}name`}
        className="field mono"
        spellCheck={false}
        value={text(rule['name'])}
        placeholder="unchanged"
        onChange={(event) =>
          set(['name'], event.target.value === '' ? undefined : event.target.value, 'change event name')
        }
      />
      <div className="resolved faint">new event name</div>

      <span className="label">Ignore</span>
      <Switch
        className="switch"
        aria-label="Ignore"
        isSelected={rule['ignore'] === true}
        onChange={(on) => set(['ignore'], on ? true : undefined, 'change ignore')}
      >
        <span className="knob" />
        {rule['ignore'] === true ? 'On: matching events are not sent' : 'Off: matching events are sent'}
      </Switch>
      <div className="resolved" />
    </div>
  )
}

function conditionNow({ rule }: RuleEntry, trial: TriedRule['result'] | undefined): string {
  if (rule['condition'] === undefined) return 'always'
  if (trial === 'matched') return 'true for this sample'
  if (trial === 'condition-false') return 'false for this sample'
  return trial === 'not-reached' ? 'not asked: an earlier one holds' : ''
}

/** What topic or key resolve to for the selected sample, and where from. */
function Resolved({ field, isMatching }: { field: 'topic' | 'key'; isMatching: boolean }) {
  const explanation = usePreview()?.explanation
  const record = explanation?.steps.find((step) => step.kind === 'record')
  if (
    !isMatching ||
    record === undefined ||
    explanation === undefined ||
    explanation === null ||
    !('record' in explanation.outcome)
  ) {
    return <div className="resolved" />
  }
  const { origin } = record[field]
  return (
    <div className="resolved">
      <code className="truncate">{explanation.outcome.record[field]}</code>
      <span className={`tag${origin === 'fallback' ? ' tone-warn' : ''}`}>{origin}</span>
    </div>
  )
}

function topicOf(config: unknown): string {
  const settings = isPlainObject(config) && isPlainObject(config['settings']) ? config['settings'] : {}
  const kafka = isPlainObject(settings['kafka']) ? settings['kafka'] : {}
  return typeof kafka['topic'] === 'string' ? kafka['topic'] : ''
}

const formParts = new Set(['settings', 'name', 'ignore', 'data', 'condition', 'policy', 'include', 'remove'])
