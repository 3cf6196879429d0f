import { isPlainObject, memberOf } from '@mapping-designer/mapping-engine'
import type { JsonValue } from '@mapping-designer/shared-types'
import { Plus, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { Switch } from 'react-aria-components'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { useEvent } from '../../designer/use-preview.ts'
import { addRule, deleteRule, type RuleEdit } from '../../mapping/rule-edits.ts'
import { listRules, type RuleEntry } from '../../mapping/rule-list.ts'
import { codeOf, withPrefix } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { CodeField } from './code-field.tsx'
import { FormRow } from './form-row.tsx'
import { OtherParts } from './other-parts.tsx'
import { PolicySection } from './policy-section.tsx'

/** The mapping of a source: a policy for all of its events, and rules that rename, ignore or change some of them. */
export function SourceMapping({ config }: { config: unknown }) {
  const edit = useFlowEdit()
  const event = useEvent()
  const title = useId()
  const rules = listRules(memberOf(config, 'mapping'))
  const change = ({ edits, label }: RuleEdit) => edit(edits, label)
  const add = () => {
    const [entity = '', action = ''] = String(event?.['name'] ?? '').split(' ')
    change(addRule(config, entity || '*', action || '*'))
  }
  return (
    <>
      <PolicySection place={policyPlace} policy={memberOf(config, 'policy')} />
      <section aria-labelledby={title}>
        <div className="section-head">
          <h4 id={title}>Source mapping</h4>
          <span className="faint grow">{rules.length === 0 ? 'renames, ignores or changes some events' : ''}</span>
          <button type="button" className="btn ghost small" onClick={add}>
            <Plus className="icon small" aria-hidden />
            Add rule
          </button>
        </div>
        {rules.map((entry) => (
          <SourceRule
            key={entry.name}
            entry={entry}
            isFirst={rules.length <= 3}
            onRemove={() => change(deleteRule(config, entry))}
          />
        ))}
      </section>
    </>
  )
}

const policyPlace = ['policy']

function SourceRule({ entry, isFirst, onRemove }: { entry: RuleEntry; isFirst: boolean; onRemove: () => void }) {
  const [isOpen, setIsOpen] = useState(isFirst)
  const { entity, action, alternative, alternatives, rule } = entry
  const title = `${entity} › ${action}${alternative === null ? '' : `, ${alternative} of ${alternatives}`}`
  return (
    <details className="more" open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        <h4 className="grow">
          <code>{title}</code>
        </h4>
        <span className="faint">{rule['ignore'] === true ? 'ignored' : ''}</span>
        <IconButton Icon={Trash2} label={`Remove the rule ${title}`} isSmall onClick={onRemove} />
      </summary>
      {isOpen && <SourceRuleForm entry={entry} />}
    </details>
  )
}

const shownParts = ['condition', 'name', 'ignore', 'policy']

function SourceRuleForm({ entry: { place, rule, name } }: { entry: RuleEntry }) {
  const edit = useFlowEdit()
  const id = useId()
  const set = (part: string, value: JsonValue | undefined) =>
    edit([{ place: [...place, part], value }], `change ${part}`, `source ${name} ${part}`)
  const isIgnored = rule['ignore'] === true
  return (
    <>
      <div className="form">
        <FormRow name="If" place={[...place, 'condition']} now={rule['condition'] === undefined ? 'always' : ''}>
          <CodeField
            label={`Condition of ${name}`}
            use="rule-condition"
            placeholder="none: always"
            value={codeOf(rule['condition'])}
            onChange={(code) => set('condition', withPrefix(code))}
          />
        </FormRow>
        <FormRow name="Name" htmlFor={`${id}name`} place={[...place, 'name']} now="new event name">
          <CommitInput
            id={`${id}name`}
            value={typeof rule['name'] === 'string' ? rule['name'] : ''}
            placeholder="unchanged"
            onCommit={(typed) => set('name', typed === '' ? undefined : typed)}
          />
        </FormRow>
        <FormRow name="Ignore" place={[...place, 'ignore']}>
          <Switch
            className="switch"
            aria-label={`Ignore ${name}`}
            isSelected={isIgnored}
            onChange={(on) => set('ignore', on ? true : undefined)}
          >
            <span className="knob" />
            {isIgnored ? 'On: matching events end here' : 'Off: matching events go on'}
          </Switch>
        </FormRow>
      </div>
      <PolicySection place={[...place, 'policy']} policy={isPlainObject(rule['policy']) ? rule['policy'] : undefined} />
      <OtherParts place={place} parts={Object.entries(rule).filter(([part]) => !shownParts.includes(part))} />
    </>
  )
}
