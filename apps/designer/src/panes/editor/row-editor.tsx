import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { ArrowDown, ArrowUp, CopyPlus, X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import type { MappingField } from '../../mapping/mapping-fields.ts'
import { duplicateEdit, moveEdit } from '../../mapping/row-edits.ts'
import {
  codePrefix,
  type GuardName,
  guardEdit,
  kindNames,
  type SourceKind,
  typedConsent,
  typedValue,
  withKind,
} from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { shortValue } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CodeField } from './code-field.tsx'
import { JsonInput, SourceInput } from './source-input.tsx'

/** Everything about one mapping value, numbered in the order in which walkerOS runs it, with what each step gives. */
export function RowEditor({
  field,
  siblings,
  onClose,
}: {
  field: MappingField
  siblings: readonly MappingField[]
  onClose: () => void
}) {
  const edit = useFlowEdit()
  const id = useId()
  const { name, config, place, parts, now, role } = field
  const setGuard = (guard: GuardName, value: JsonValue | undefined, label: string) =>
    edit([guardEdit(place, config, guard, value)], `${label} of ${name}`, `${guard} ${JSON.stringify(place)}`)
  const up = moveEdit(field, siblings, -1)
  const down = moveEdit(field, siblings, 1)
  const hasGuards = parts.kind !== 'fallback' && parts.kind !== 'json'
  const results = resultsOf(field)
  return (
    <div
      className="row-editor"
      role="group"
      aria-label={`Details of ${name}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <div className="row-editor-head">
        <Segmented
          label={`Kind of ${name}`}
          value={parts.kind}
          options={(Object.entries(kindNames) as [SourceKind, string][])
            .filter(([kind]) => kind !== 'json' || parts.kind === 'json')
            .map(([value, label]) => ({ value, label }))}
          onChange={(kind) =>
            edit(
              [{ place, value: withKind(config, kind, now.isSet ? (now.value as JsonValue) : undefined) }],
              `change source of ${name}`,
            )
          }
        />
        <span className="grow" />
        {role !== 'value' && role !== 'item' && (
          <>
            <IconButton
              Icon={ArrowUp}
              label={`Move ${name} up`}
              isSmall
              title="Alt+↑"
              disabled={up === null}
              onClick={() => up && edit([up], `move field ${name}`)}
            />
            <IconButton
              Icon={ArrowDown}
              label={`Move ${name} down`}
              isSmall
              title="Alt+↓"
              disabled={down === null}
              onClick={() => down && edit([down], `move field ${name}`)}
            />
            <IconButton
              Icon={CopyPlus}
              label={`Duplicate ${name}`}
              isSmall
              onClick={() => {
                const free = freeName(
                  name,
                  siblings.map((other) => other.name),
                )
                edit([duplicateEdit(field, siblings, free)], `duplicate field ${name}`)
              }}
            />
          </>
        )}
        <IconButton Icon={X} label={`Close details of ${name}`} isSmall onClick={onClose} />
      </div>
      <div className="form steps">
        {hasGuards && (
          <>
            <StepRow number={1} name="Condition" result={results.condition}>
              <CodeField
                label={`Condition of ${name}`}
                use="condition"
                value={parts.condition}
                placeholder="none: always"
                onChange={(code) => setGuard('condition', code === null ? undefined : codePrefix + code, 'condition')}
              />
            </StepRow>
            <StepRow number={2} name="Consent" result={results.consent}>
              <CommitInput
                id={`${id}consent`}
                aria-label={`Consent of ${name}`}
                placeholder="none needed"
                value={parts.consent === null ? '' : Object.keys(parts.consent).join(', ')}
                onCommit={(text) => setGuard('consent', typedConsent(text), 'consent')}
              />
            </StepRow>
          </>
        )}
        <StepRow number={hasGuards ? 3 : 1} name={kindNames[parts.kind]} result={results.source}>
          {parts.kind === 'fallback' ? (
            <span className="faint">{parts.source}: the first that gives something counts</span>
          ) : (
            <SourceInput field={field} isLarge />
          )}
        </StepRow>
        {parts.kind === 'loop' && <ItemCondition field={field} />}
        {hasGuards && (
          <>
            <StepRow number={4} name="Validate" result={results.validate}>
              <CodeField
                label={`Validate of ${name}`}
                use="validate"
                value={parts.validate}
                placeholder="none: anything goes"
                onChange={(code) => setGuard('validate', code === null ? undefined : codePrefix + code, 'validate')}
              />
            </StepRow>
            {parts.kind !== 'static' && (
              <StepRow number={5} name="Else" result={results.fallback}>
                <CommitInput
                  aria-label={`Else of ${name}`}
                  placeholder="nothing: the field is left out"
                  value={parts.fallback === undefined ? '' : JSON.stringify(parts.fallback)}
                  onCommit={(text) => setGuard('value', text.trim() === '' ? undefined : typedValue(text), 'else')}
                />
              </StepRow>
            )}
          </>
        )}
        {Object.entries(parts.rest).map(([key, value]) => (
          <StepRow key={key} name={key} result="kept as written">
            <JsonInput
              label={`${key} of ${name} as JSON`}
              value={JSON.stringify(value)}
              onCommit={(changed) => edit([{ place: [...place, key], value: changed }], `change ${key} of ${name}`)}
            />
          </StepRow>
        ))}
      </div>
    </div>
  )
}

/** A plain map per item can get a condition here, such as one that leaves gifts out. */
function ItemCondition({ field: { name, place, config } }: { field: MappingField }) {
  const edit = useFlowEdit()
  const item = (config as { loop: JsonValue[] }).loop[1]
  if (!isPlainObject(item)) return null
  const { condition } = item as JsonObject
  const isCode = typeof condition === 'string' && condition.startsWith(codePrefix)
  const at = [...place, 'loop', 1]
  return (
    <StepRow name="Items if" result={condition === undefined ? 'every item' : 'the others are left out'}>
      <CodeField
        label={`Item condition of ${name}`}
        use="condition"
        value={isCode ? condition.slice(codePrefix.length) : null}
        placeholder="none: every item"
        onChange={(code) =>
          edit(
            [guardEdit(at, item as JsonObject, 'condition', code === null ? undefined : codePrefix + code)],
            `item condition of ${name}`,
            `item condition ${JSON.stringify(at)}`,
          )
        }
      />
    </StepRow>
  )
}

function StepRow({
  number,
  name,
  result,
  children,
}: {
  number?: number
  name: string
  result: string
  children: ReactNode
}) {
  return (
    <>
      <span className="label">
        {number !== undefined && <span className="step-number">{number}</span>} {name}
      </span>
      {children}
      <div className="resolved truncate" title={result}>
        {result}
      </div>
    </>
  )
}

type Results = Record<'condition' | 'consent' | 'source' | 'validate' | 'fallback', string>

/** What each step came to for the selected sample, in words. */
function resultsOf({ parts, note, now }: MappingField): Results {
  const because = note?.source?.kind === 'static' ? note.source.because : null
  const stop = note?.missing?.kind ?? because?.kind
  const given = now.isSet ? shortValue(now.value, 40) : now.reason
  if (note === null) {
    return { condition: '', consent: '', source: given, validate: '', fallback: '' }
  }
  const isReached = stop !== 'condition' && stop !== 'consent'
  return {
    condition: parts.condition === null ? 'always' : stop === 'condition' ? 'false: left out, Else too' : 'true',
    consent: parts.consent === null ? '' : stop === 'condition' ? '' : stop === 'consent' ? 'denied' : 'granted',
    source: isReached ? (stop === undefined ? given : 'gives nothing') : 'not reached',
    validate: parts.validate === null || !isReached ? '' : stop === 'validate' ? 'says no' : 'says yes',
    fallback: because === null ? '' : `used: ${given}`,
  }
}
