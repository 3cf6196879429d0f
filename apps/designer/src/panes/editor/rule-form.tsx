import { type TriedRule, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { Plus } from 'lucide-react'
import { memo, useCallback, useId, useMemo, useState } from 'react'
import { Switch } from 'react-aria-components'
import { useDerived, useDesigner } from '../../designer/designer-context.tsx'
import { PathInput } from '../../designer/path-input.tsx'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { isSame } from '../../document/is-same.ts'
import type { RuleEntry } from '../../mapping/rule-list.ts'
import { codeOf, withPrefix } from '../../mapping/value-parts.ts'
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
  const { rule } = entry
  // The form is keyed by its rule, whose place stays; each reading of the text makes another array of it.
  const [place] = useState(entry.place)
  const isMatching = useDerived(({ preview }) => preview?.explanation?.outcome.rule === entry.name)
  // A setting that is emptied keeps its row, and the focus in it.
  const [shown, setShown] = useState<readonly string[]>(Object.keys(rule))
  const has = (name: string) => rule[name] !== undefined || shown.includes(name)
  const add = useCallback((name: string) => setShown((before) => [...before, name]), [])
  const isIgnored = rule['ignore'] === true
  return (
    <>
      <RuleFields entry={entry} place={place} isMatching={isMatching} has={has} />
      <AddSettings
        place={place}
        name={entry.name}
        missing={Object.keys(settings)
          .filter((title) => !settings[title]?.some(has))
          .join('\n')}
        onAdd={add}
      />
      {!isIgnored && (
        <RuleParts
          place={place}
          data={rule['data']}
          policy={rule['policy']}
          shape={has('include') || has('remove') ? { include: rule['include'], remove: rule['remove'] } : null}
          isMatching={isMatching}
        />
      )}
      <OtherParts place={place} parts={Object.entries(rule).filter(([name]) => !formParts.has(name))} />
    </>
  )
}

// Each reading of the text makes other objects of what did not change: they count as the same where they say the same.
const RuleParts = memo(function RuleParts({
  place,
  data,
  policy,
  shape,
  isMatching,
}: {
  place: Place
  data: unknown
  policy: unknown
  /** Null where the rule has no such setting. */
  shape: { include: unknown; remove: unknown } | null
  isMatching: boolean
}) {
  const dataPlace = useMemo(() => [...place, 'data'], [place])
  const policyPlace = useMemo(() => [...place, 'policy'], [place])
  return (
    <>
      <DataMapping place={dataPlace} data={data} isMatching={isMatching} />
      {shape && <ShapingSection place={place} include={shape.include} remove={{ value: shape.remove }} />}
      {policy !== undefined && <PolicySection place={policyPlace} policy={policy} />}
    </>
  )
}, isSame)

/** Settings that take no room in the form while they are unset, by what they are called on their buttons. */
const settings: Record<string, readonly string[]> = {
  'New name': ['name'],
  Ignore: ['ignore'],
  Policy: ['policy'],
  'Include, remove': ['include', 'remove'],
}

/** A button for each setting that the rule does not have; a letter typed in another one leaves them as they are. */
const AddSettings = memo(function AddSettings({
  place,
  name,
  missing,
  onAdd,
}: {
  place: Place
  name: string
  /** What they are called, a line each. */
  missing: string
  onAdd: (name: string) => void
}) {
  const edit = useFlowEdit()
  const { view } = useDesigner()
  const show = (setting: string) => {
    onAdd(setting)
    view.getState().actions.goTo([...place, setting])
  }
  const set = (steps: [string, ...string[]], value: JsonValue) => {
    onAdd(steps[0])
    edit([{ place: [...place, ...steps], value }], `add ${steps[0]}`, `${name} ${steps.join('.')}`)
    view.getState().actions.goTo([...place, ...steps])
  }
  const add = (title: string) => {
    if (title === 'Ignore') set(['ignore'], true)
    else if (title === 'Policy') set(['policy', 'custom.field'], '')
    else show(title === 'New name' ? 'name' : 'remove')
  }
  if (missing === '') return null
  return (
    <div className="add-settings" role="group" aria-label="Add a setting">
      {missing.split('\n').map((title) => (
        <button key={title} type="button" className="btn small dashed" onClick={() => add(title)}>
          <Plus className="icon small" aria-hidden />
          {title}
        </button>
      ))}
    </div>
  )
})

function RuleFields({
  entry,
  place,
  isMatching,
  has,
}: {
  entry: RuleEntry
  place: Place
  isMatching: boolean
  has: (setting: string) => boolean
}) {
  const { rule } = entry
  const id = useId()
  const edit = useFlowEdit()
  const topicOfAll = useDerived(({ destination }) => valueAt(destination?.config, ['settings', 'kafka', 'topic']))
  const text = (...steps: string[]) => {
    const value = valueAt(rule, steps)
    return typeof value === 'string' ? value : ''
  }
  const set = (steps: string[], value: JsonValue | undefined, label: string) =>
    edit([{ place: [...place, ...steps], value }], label, `${entry.name} ${steps.join('.')}`)
  const setText = (steps: string[], typed: string, label: string) => set(steps, typed === '' ? undefined : typed, label)
  const isIgnored = rule['ignore'] === true
  const topic = [...place, 'settings', 'topic']
  return (
    <div className="form of-rule">
      <ConditionRow place={place} name={entry.name} condition={rule['condition']} />
      <FormRow name="Topic" place={topic} now={<Resolved field="topic" isMatching={isMatching} />}>
        <TopicInput
          value={text('settings', 'topic')}
          placeholder={String(topicOfAll ?? '')}
          onChange={(typed) => setText(['settings', 'topic'], typed, 'change topic')}
        />
      </FormRow>
      <KeyRow place={place} name={entry.name} value={valueAt(rule, ['settings', 'key'])} isMatching={isMatching} />
      {has('name') && (
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
      )}
      {has('ignore') && (
        <FormRow name="Ignore" place={[...place, 'ignore']}>
          <Switch
            className="switch"
            aria-label="Ignore"
            isSelected={isIgnored}
            onChange={(on) => set(['ignore'], on ? true : undefined, 'change ignore')}
          >
            <span className="knob" />
            {isIgnored ? 'On: matching events are not sent' : 'Off: matching events are sent'}
          </Switch>
        </FormRow>
      )}
    </div>
  )
}

const KeyRow = memo(function KeyRow({
  place,
  name,
  value,
  isMatching,
}: {
  place: Place
  /** Of the rule. */
  name: string
  value: unknown
  isMatching: boolean
}) {
  const edit = useFlowEdit()
  const keyOfAll = useDerived(({ destination }) => valueAt(destination?.config, ['settings', 'kafka', 'key']))
  const at = [...place, 'settings', 'key']
  // An empty key of a rule replaces that of the destination, and no key is the name of the event.
  const path = [value, keyOfAll].find((key) => typeof key === 'string')
  const onChange = (typed: string) =>
    edit([{ place: at, value: typed === '' ? undefined : typed }], 'change key path', `${name} settings.key`)
  return (
    <FormRow name="Key" place={at} now={<Resolved field="key" isMatching={isMatching} />}>
      <PathInput
        label="Key"
        value={typeof value === 'string' ? value : ''}
        placeholder={path || 'the event name'}
        hasProblem={useHasProblem(at)}
        onChange={onChange}
      />
    </FormRow>
  )
})

const ConditionRow = memo(function ConditionRow({
  place,
  name,
  condition,
}: {
  place: Place
  /** Of the rule. */
  name: string
  condition: unknown
}) {
  const edit = useFlowEdit()
  const trial = useDerived(({ preview }) => {
    const tried = preview?.explanation?.steps.find((step) => step.kind === 'rules')?.tried
    return tried?.find((one) => one.name === name)?.result
  })
  const at = [...place, 'condition']
  const onChange = (code: string | null) =>
    edit([{ place: at, value: withPrefix(code) }], 'change condition', `${name} condition`)
  return (
    <FormRow name="If" place={at} now={conditionNow(condition, trial)}>
      <CodeField
        label="Condition"
        use="rule-condition"
        placeholder="none: always"
        value={codeOf(condition)}
        onChange={onChange}
      />
    </FormRow>
  )
})

function conditionNow(condition: unknown, trial: TriedRule['result'] | undefined): string {
  if (condition === undefined) return 'always'
  if (trial === 'matched') return 'true for this sample'
  if (trial === 'condition-false') return 'false for this sample'
  return trial === 'not-reached' ? 'not evaluated: an earlier one holds' : ''
}

/** What topic or key resolve to for the selected sample, and where from. */
function Resolved({ field, isMatching }: { field: 'topic' | 'key'; isMatching: boolean }) {
  const origin = useDerived(({ preview }) => {
    const record = preview?.explanation?.steps.find((step) => step.kind === 'record')
    return record?.[field].origin
  })
  const text = useDerived(({ preview }) => {
    const outcome = preview?.explanation?.outcome
    return outcome && 'record' in outcome ? outcome.record[field] : undefined
  })
  if (!isMatching || origin === undefined || text === undefined) return <div className="resolved" />
  return (
    <div className="resolved of-record">
      <div className="resolved">
        <code className="truncate">{text}</code>
        <span className={`tag${origin === 'fallback' ? ' tone-warn' : ''}`}>{origin}</span>
      </div>
    </div>
  )
}

const formParts = new Set(['settings', 'name', 'ignore', 'data', 'condition', 'policy', 'include', 'remove'])
