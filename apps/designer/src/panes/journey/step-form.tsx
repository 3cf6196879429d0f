import { isPlainObject, memberOf, valueAt } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import { Pencil } from 'lucide-react'
import { type ComponentType, lazy, Suspense, useId, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { EditRoot } from '../../designer/use-flow-edit.ts'
import { useDestination, useReading } from '../../designer/use-preview.ts'
import { typedConsent } from '../../mapping/value-parts.ts'
import type { FunctionUse } from '../../monaco/function-types.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { JsonField } from './json-field.tsx'
import { RouteField } from './route-field.tsx'
import { useReadingJson } from './use-reading-json.ts'

const FunctionEditor = lazy(() => import('../../monaco/function-editor.tsx'))

/** The mapping of a source, as the editor of rules shows it. */
export type SourceForm = ComponentType<{ config: unknown }>

/** The settings of the step that a hop is of, as a form; the text of the flow stays what counts. */
export function StepForm({ place, SourceMapping }: { place: Place; SourceMapping: SourceForm }) {
  const { json, error } = useReading()
  const root = place.slice(0, 4)
  const [, flowName, list, name] = root
  const step = valueAt(json, root)
  const names = Object.keys((valueAt(json, ['flows', flowName ?? '', 'transformers']) as object | undefined) ?? {})
  const seesEvent = useDestination()?.runtime.collector.localeCompare('4.7', 'en', { numeric: true }) !== -1
  if (!isPlainObject(step)) return null
  // Up to walkerOS 4.6 conditions see the event at transformers alone.
  const firstKey = list === 'transformers' || seesEvent ? 'event.data' : 'ingest.path'
  return (
    // A text that cannot be read cannot be edited by a form either.
    <fieldset className="plain" disabled={error !== null}>
      {memberOf(step, 'code') !== undefined && (
        <CodeSection root={root} name={String(name)} use={list === 'sources' ? 'source' : 'transformer'} />
      )}
      {memberOf(step, 'package') === '@walkeros/transformer-validate' && <ValidateSection root={root} />}
      {list === 'sources' && (
        <EditRoot value={[...root, 'config']}>
          <SourceMapping config={memberOf(step, 'config')} />
        </EditRoot>
      )}
      <div className="section-head">
        <h4>Before and next</h4>
      </div>
      <div className="form">
        <RouteField {...{ names, firstKey }} label={`before ${name}`} place={[...root, 'before']} />
        <RouteField {...{ names, firstKey }} label={`next of ${name}`} place={[...root, 'next']} />
        {list === 'sources' && (
          <JsonField label="Ingest" place={[...root, 'config', 'ingest']} hint="a mapping over the request" />
        )}
        {list === 'destinations' && <ConsentField place={[...root, 'config', 'consent']} />}
      </div>
    </fieldset>
  )
}

/** The names of what a destination needs one of. */
function ConsentField({ place }: { place: Place }) {
  const { document } = useDesigner()
  const consent = useReadingJson(place)
  const id = useId()
  return (
    <>
      <label htmlFor={id}>Consent</label>
      <CommitInput
        id={id}
        value={isPlainObject(consent) ? Object.keys(consent).join(', ') : ''}
        placeholder="none needed"
        onCommit={(text) => document.getState().actions.edit([{ place, value: typedConsent(text) }], 'change consent')}
      />
      <span className="resolved faint">any one of these is enough</span>
    </>
  )
}

/** What walkerOS up to 4.6 does with what a transformer returns. */
const returns = [
  ['{ event }', 'goes on with it'],
  ['nothing', 'goes on, edits in place count'],
  ['false', 'drops the event, without a log line'],
  ['{ event, next }', 'goes on at next'],
  ['[{ event }, …]', 'at a source one event each; before a destination the first only (all from 4.5 on)'],
  ['{ ...event }', 'is ignored: return { event }'],
] as const

function CodeSection({ root, name, use }: { root: Place; name: string; use: FunctionUse }) {
  const { document } = useDesigner()
  const [isEditing, setIsEditing] = useState(false)
  const place = [...root, 'code', 'push']
  const push = useReadingJson(place)
  if (typeof push !== 'string') return null
  const code = push.replace('$code:', '')
  const set = (text: string) =>
    document.getState().actions.edit([{ place, value: `$code:${text}` }], `change ${name}`, `push ${name}`)
  return (
    <>
      <div className="section-head">
        <h4 className="grow">Code</h4>
        <button
          type="button"
          className="btn ghost small"
          aria-pressed={isEditing}
          onClick={() => setIsEditing(!isEditing)}
        >
          <Pencil className="icon small" aria-hidden />
          {isEditing ? 'Done' : 'Edit'}
        </button>
      </div>
      {isEditing ? (
        <>
          <Suspense fallback={<p className="empty-note">Loading the code editor…</p>}>
            <FunctionEditor label={`Code of ${name}`} code={code} use={use} onChange={set} />
          </Suspense>
          {use === 'transformer' && <Returns />}
        </>
      ) : (
        <JsonView text={code} label={`Code of ${name}`} />
      )}
    </>
  )
}

function Returns() {
  return (
    <table className="pairs" aria-label="What it may return">
      <TableHead titles={['It may return', 'What walkerOS does']} />
      <tbody>
        {returns.map(([value, effect]) => (
          <tr key={value}>
            <td>
              <code>{value}</code>
            </td>
            <td>{effect}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ValidateSection({ root }: { root: Place }) {
  const { document } = useDesigner()
  const settings = [...root, 'config', 'settings']
  const mode = useReadingJson([...settings, 'mode'])
  const set = (place: Place, value: string | undefined, label: string) =>
    document.getState().actions.edit([{ place, value }], label)
  return (
    <>
      <div className="section-head">
        <h4>Validate</h4>
      </div>
      <div className="form">
        <span className="label">If not valid</span>
        <Segmented
          label="If not valid"
          value={mode === 'strict' ? 'strict' : 'pass'}
          options={{ pass: 'Mark and pass', strict: 'Drop' }}
          onChange={(next) => set([...settings, 'mode'], next, 'change mode')}
        />
        <span className="resolved faint">mode</span>
        <JsonField label="Contract" place={[...settings, 'contract']} hint="a list of $contract names or schemas" />
        <PathField
          label="Verdict in"
          place={[...settings, 'output', 'isValid']}
          placeholder="source.valid"
          hint="path in the event"
        />
        <PathField
          label="Errors in"
          place={[...settings, 'output', 'errors']}
          placeholder="validation"
          hint="path in the ingest"
        />
      </div>
    </>
  )
}

function PathField({
  label,
  place,
  placeholder,
  hint,
}: {
  label: string
  place: Place
  placeholder: string
  hint: string
}) {
  const { document } = useDesigner()
  const value = useReadingJson(place)
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <CommitInput
        id={id}
        value={typeof value === 'string' ? value : ''}
        placeholder={placeholder}
        onCommit={(text) =>
          document.getState().actions.edit([{ place, value: text.trim() === '' ? undefined : text }], `change ${label}`)
        }
      />
      <span className="resolved faint">{hint}</span>
    </>
  )
}
