import type { TriedRule } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { ChevronRight, CircleCheck, Trash2 } from 'lucide-react'
import { useId, useMemo } from 'react'
import { Switch } from 'react-aria-components'
import { useDocument } from '../../designer/designer-context.tsx'
import { PathInput } from '../../designer/path-input.tsx'
import { useFlowEdit, useRuleEdit } from '../../designer/use-flow-edit.ts'
import { useDestination, usePreview, useRuleCounts } from '../../designer/use-preview.ts'
import { valueAt } from '../../document/place.ts'
import { deleteRule, renameRule } from '../../mapping/rule-edits.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { codeOf, withPrefix } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { CodeField } from './code-field.tsx'
import { DataMapping } from './data-mapping.tsx'
import { FormRow } from './form-row.tsx'
import { OtherParts } from './other-parts.tsx'
import { PolicySection } from './policy-section.tsx'
import { useHasProblem } from './problem-hints.tsx'
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
  const { place, rule } = entry
  const id = useId()
  const edit = useFlowEdit()
  const config = useDestination()?.config
  const text = (...steps: string[]) => {
    const value = valueAt(rule, steps)
    return typeof value === 'string' ? value : ''
  }
  const set = (steps: string[], value: JsonValue | undefined, label: string) =>
    edit([{ place: [...place, ...steps], value }], label, `${entry.name} ${steps.join('.')}`)
  const setText = (steps: string[], typed: string, label: string) => set(steps, typed === '' ? undefined : typed, label)
  const topic = [...place, 'settings', 'topic']
  const key = [...place, 'settings', 'key']
  return (
    <div className="form">
      <MatchRow entry={entry} />
      <ConditionRow entry={entry} onChange={(code) => set(['condition'], withPrefix(code), 'change condition')} />
      <FormRow name="Topic" place={topic} now={<Resolved field="topic" isMatching={isMatching} />}>
        <TopicInput
          value={text('settings', 'topic')}
          placeholder={String(valueAt(config, ['settings', 'kafka', 'topic']) ?? '')}
          onChange={(typed) => setText(['settings', 'topic'], typed, 'change topic')}
        />
      </FormRow>
      <FormRow name="Key" place={key} now={<Resolved field="key" isMatching={isMatching} />}>
        <PathInput
          label="Key"
          value={text('settings', 'key')}
          placeholder="the key of the destination"
          hasProblem={useHasProblem(key)}
          onChange={(path) => setText(['settings', 'key'], path, 'change key path')}
        />
      </FormRow>
      <FormRow name="Name" htmlFor={`${id}name`} place={[...place, 'name']} now="new event name">
        <input
          id={`${id}name`}
          className="field mono"
          spellCheck={false}
          value={text('name')}
          placeholder="unchanged"
          onChange={(event) => setText(['name'], event.target.value, 'change event name')}
        />
      </FormRow>
      <FormRow name="Ignore">
        <Switch
          className="switch"
          aria-label="Ignore"
          isSelected={rule['ignore'] === true}
          onChange={(on) => set(['ignore'], on ? true : undefined, 'change ignore')}
        >
          <span className="knob" />
          {rule['ignore'] === true ? 'On: matching events are not sent' : 'Off: matching events are sent'}
        </Switch>
      </FormRow>
    </div>
  )
}

/** The events that a rule is for. */
function MatchRow({ entry }: { entry: RuleEntry }) {
  const { entity, action, name } = entry
  const change = useRuleEdit()
  const config = useDestination()?.config
  const matches = useRuleCounts().get(name) ?? 0
  const samples = useDocument((state) => state.samples.length)
  const rename = (...to: [string, string]) => change(renameRule(config, entry, to))
  return (
    <FormRow name="Match" now={`${matches} of ${plural(samples, 'sample')}`}>
      <div className="pair">
        <CommitInput aria-label="Entity" value={entity} onCommit={(typed) => rename(typed.trim(), action)} />
        <ChevronRight className="icon small" aria-hidden />
        <CommitInput aria-label="Action" value={action} onCommit={(typed) => rename(entity, typed.trim())} />
      </div>
    </FormRow>
  )
}

function ConditionRow({ entry, onChange }: { entry: RuleEntry; onChange: (code: string | null) => void }) {
  const { condition } = entry.rule
  const tried = usePreview()?.explanation?.steps.find((step) => step.kind === 'rules')?.tried
  const trial = tried?.find(({ name }) => name === entry.name)?.result
  return (
    <FormRow name="Condition" place={[...entry.place, 'condition']} now={conditionNow(entry, trial)}>
      <CodeField
        label="Condition"
        use="rule-condition"
        placeholder="none: always"
        value={codeOf(condition)}
        onChange={onChange}
      />
    </FormRow>
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
  const outcome = explanation?.outcome
  if (!isMatching || record === undefined || outcome === undefined || !('record' in outcome))
    return <div className="resolved" />
  const { origin } = record[field]
  return (
    <div className="resolved">
      <code className="truncate">{outcome.record[field]}</code>
      <span className={`tag${origin === 'fallback' ? ' tone-warn' : ''}`}>{origin}</span>
    </div>
  )
}

const formParts = new Set(['settings', 'name', 'ignore', 'data', 'condition', 'policy', 'include', 'remove'])
