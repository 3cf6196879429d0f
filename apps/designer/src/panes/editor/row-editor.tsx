import { isPlainObject } from '@mapping-designer/mapping-engine'
import { type JsonObject, type JsonValue, jsonOrText } from '@mapping-designer/shared-types'
import { ArrowDown, ArrowUp, CopyPlus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import type { MappingField } from '../../mapping/mapping-fields.ts'
import { moveEdit } from '../../mapping/row-edits.ts'
import { codeOf, guardEdit, kindNames, typedConsent, withPrefix } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { shortValue } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { CodeField } from './code-field.tsx'
import { consentNames } from './consent-names.tsx'
import { JsonInput, SourceInput } from './source-input.tsx'
import type { RowEdits } from './use-row-edits.ts'

/** Everything about one mapping value, numbered in the order in which walkerOS runs it, with what each step gives. */
export function RowEditor({
  field,
  siblings,
  edits,
  onClose,
}: {
  field: MappingField
  siblings: readonly MappingField[]
  edits: RowEdits
  onClose: () => void
}) {
  const { name, parts } = field
  const hasGuards = parts.kind !== 'fallback' && parts.kind !== 'json'
  const results = resultsOf(field)
  const step = { field, edits, results }
  return (
    <div
      className="row-editor"
      role="group"
      aria-label={`Details of ${name}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <RowEditorHead field={field} siblings={siblings} edits={edits} onClose={onClose} />
      <div className="form steps">
        {hasGuards && <CodeStep {...step} number={1} guard="condition" placeholder="none: always" />}
        {hasGuards && (
          <TextStep
            number={2}
            name="Consent"
            field={field}
            result={results.consent}
            placeholder="none needed"
            list={consentNames}
            value={consentText(parts)}
            onCommit={(text) => edits.setGuard('consent', typedConsent(text))}
          />
        )}
        <StepRow number={hasGuards ? 3 : 1} name={kindNames[parts.kind]} result={step.results.source}>
          {parts.kind === 'fallback' ? (
            <span className="faint">{parts.source}: the first that gives something counts</span>
          ) : (
            <SourceInput field={field} isLarge />
          )}
        </StepRow>
        {parts.kind === 'loop' && <ItemCondition field={field} />}
        {hasGuards && <CodeStep {...step} number={4} guard="validate" placeholder="none: anything goes" />}
        {hasGuards && parts.kind !== 'static' && (
          <TextStep
            number={5}
            name="Else"
            field={field}
            result={results.fallback}
            placeholder="nothing: the field is left out"
            value={elseText(parts)}
            onCommit={(text) => edits.setGuard('value', text.trim() === '' ? undefined : jsonOrText(text))}
          />
        )}
        <OtherSteps field={field} />
      </div>
    </div>
  )
}

function RowEditorHead({
  field: { name, parts, role },
  field,
  siblings,
  edits,
  onClose,
}: {
  field: MappingField
  siblings: readonly MappingField[]
  edits: RowEdits
  onClose: () => void
}) {
  const { json, ...kinds } = kindNames
  const move = (step: 1 | -1) => ({
    isSmall: true,
    title: step === -1 ? 'Alt+↑' : 'Alt+↓',
    disabled: moveEdit([field], siblings, step) === null,
    onClick: () => edits.move(step),
  })
  return (
    <div className="row-editor-head">
      <Segmented
        label={`Kind of ${name}`}
        value={parts.kind}
        options={parts.kind === 'json' ? { ...kinds, json } : kinds}
        onChange={edits.setKind}
      />
      <span className="grow" />
      {role !== 'value' && role !== 'item' && (
        <>
          <IconButton Icon={ArrowUp} label={`Move ${name} up`} {...move(-1)} />
          <IconButton Icon={ArrowDown} label={`Move ${name} down`} {...move(1)} />
          <IconButton Icon={CopyPlus} label={`Duplicate ${name}`} isSmall onClick={edits.duplicate} />
        </>
      )}
      <IconButton Icon={X} label={`Close details of ${name}`} isSmall onClick={onClose} />
    </div>
  )
}

interface StepProps {
  field: MappingField
  edits: RowEdits
  results: Results
}

/** A function that decides whether the value counts. */
function CodeStep({
  field: { name, parts },
  edits,
  results,
  number,
  guard,
  placeholder,
}: StepProps & { number: number; guard: 'condition' | 'validate'; placeholder: string }) {
  const title = guard === 'condition' ? 'Condition' : 'Validate'
  return (
    <StepRow number={number} name={title} result={results[guard]}>
      <CodeField
        label={`${title} of ${name}`}
        use={guard}
        value={parts[guard]}
        placeholder={placeholder}
        onChange={(code) => edits.setGuard(guard, withPrefix(code))}
      />
    </StepRow>
  )
}

interface TextStepProps {
  number: number
  name: string
  field: MappingField
  result: Results[keyof Results]
  placeholder: string
  list?: string
  value: string
  onCommit: (text: string) => void
}

/** A step that is one line of text. */
function TextStep({ number, name, field, result, ...input }: TextStepProps) {
  return (
    <StepRow number={number} name={name} result={result}>
      <CommitInput aria-label={`${name} of ${field.name}`} {...input} />
    </StepRow>
  )
}

const consentText = ({ consent }: MappingField['parts']) => (consent === null ? '' : Object.keys(consent).join(', '))
const elseText = ({ fallback }: MappingField['parts']) => (fallback === undefined ? '' : JSON.stringify(fallback))

/** What has no step of its own, as JSON. */
function OtherSteps({ field: { name, place, parts } }: { field: MappingField }) {
  const edit = useFlowEdit()
  return Object.entries(parts.rest).map(([key, value]) => (
    <StepRow key={key} name={key} result="kept as written">
      <JsonInput
        label={`${key} of ${name} as JSON`}
        value={JSON.stringify(value)}
        onCommit={(changed) => edit([{ place: [...place, key], value: changed }], `change ${key} of ${name}`)}
      />
    </StepRow>
  ))
}

/** A plain map per item can get a condition here, such as one that leaves gifts out. */
function ItemCondition({ field: { name, place, config } }: { field: MappingField }) {
  const edit = useFlowEdit()
  const item = (config as { loop: JsonValue[] }).loop[1]
  if (!isPlainObject(item)) return null
  const { condition } = item as JsonObject
  const at = [...place, 'loop', 1]
  return (
    <StepRow name="Items if" result={condition === undefined ? 'every item' : 'the others are left out'}>
      <CodeField
        label={`Item condition of ${name}`}
        use="condition"
        value={codeOf(condition)}
        placeholder="none: every item"
        onChange={(code) =>
          edit(
            [guardEdit(at, item as JsonObject, 'condition', withPrefix(code))],
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
