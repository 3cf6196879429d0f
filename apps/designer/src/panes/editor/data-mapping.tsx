import { collectorOf, isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'
import { OctagonX, Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useDesigner } from '../../app/designer-context.tsx'
import { shortValue } from '../../preview/format.ts'
import { useDestination, usePreview } from '../../preview/use-preview.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { samePlace } from '../rules/rule-list.ts'
import { configOfKind, listFields, type MappingField, type SourceKind, staticValue } from './mapping-fields.ts'
import { PathInput } from './path-input.tsx'
import { freeName } from './use-add-field.ts'
import { type EditConfig, useFlowEdit } from './use-flow-edit.ts'

/** The value of the record: a table of target fields and what they are filled from. */
export function DataMapping({ place, data, isMatching }: { place: Place; data: unknown; isMatching: boolean }) {
  const edit = useFlowEdit()
  const title = useId()
  const { view } = useDesigner()
  const fields = useMappingFields(place, data)
  const map = isPlainObject(data) && isPlainObject(data['map']) ? data['map'] : {}
  const isMap =
    data === undefined || (isPlainObject(data) && (isPlainObject(data['map']) || Object.keys(data).length === 0))
  const top = fields.filter(({ depth }) => depth === 0)
  const addField = () => {
    const name = freeName('field', Object.keys(map))
    if (isPlainObject(data) && isPlainObject(data['map']))
      edit([{ place: [...place, 'map', name], value: '' }], 'add field')
    else edit([{ place, value: { map: { [name]: '' } } }], 'add field')
  }

  return (
    <section aria-labelledby={title}>
      <div className="section-head">
        <h4 id={title}>Data</h4>
        <span className="faint grow">
          {isMap
            ? `${top.length} ${top.length === 1 ? 'field' : 'fields'}, ${top.filter(({ now }) => now.isSet).length} set`
            : 'no map: shown as JSON'}
        </span>
        {isMap ? (
          <button type="button" className="btn ghost small" onClick={addField}>
            <Plus className="icon small" aria-hidden />
            Add field
          </button>
        ) : (
          <button type="button" className="btn ghost small" onClick={() => view.getState().set({ editorTab: 'code' })}>
            Edit in Code
          </button>
        )}
      </div>
      <FullEventNotice isMatching={isMatching} />
      {!isMap && (
        <p className="empty-note">
          <code>{JSON.stringify(data)}</code>
        </p>
      )}
      {data === undefined && (
        <p className="empty-note">No mapping: the whole event is sent. Add a field, or press Enter on one in Fields.</p>
      )}
      {fields.length > 0 && (
        <table className="map-table" aria-label="Mapped fields">
          <thead>
            <tr>
              <th style={{ width: '25%' }}>Target field</th>
              <th>Source</th>
              <th style={{ width: '24%' }}>Value now</th>
              <th style={{ width: 36 }}>
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <FieldRow key={JSON.stringify(field.place)} field={field} edit={edit} siblings={fields} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function useMappingFields(place: Place, data: unknown): MappingField[] {
  const preview = usePreview()
  const destination = useDestination()
  if (!isPlainObject(data) || !isPlainObject(data['map'])) return []
  // What the rule itself saw, where it ran; the pasted event otherwise.
  const step = preview?.explanation?.steps.find((one) => one.kind === 'data')
  const event = step?.event ?? preview?.event ?? {}
  const collector = destination ? collectorOf(destination) : {}
  const notes = samePlace(step?.place ?? null, place) ? (step?.fields ?? null) : null
  return listFields(data['map'] as JsonObject, [...place, 'map'], event, { event, collector, notes })
}

function FullEventNotice({ isMatching }: { isMatching: boolean }) {
  const problems = usePreview()?.explanation?.problems ?? []
  const problem = isMatching ? problems.find(({ code }) => code === 'full-event-fallback') : undefined
  if (problem === undefined) return null
  return (
    <div className="notice tone-warn">
      <OctagonX className="icon" aria-hidden />
      <span>{problem.cause}</span>
    </div>
  )
}

const kindNames: Record<SourceKind, string> = {
  path: 'Path',
  static: 'Static',
  function: 'Code',
  loop: 'Loop',
  map: 'Map',
  other: 'JSON',
}

function FieldRow({
  field,
  edit,
  siblings,
}: {
  field: MappingField
  edit: EditConfig
  siblings: readonly MappingField[]
}) {
  const { name, place, depth, now } = field
  const parent = place.slice(0, -1)
  const rename = (to: string) => {
    const isTaken = siblings.some(
      (other) =>
        other.place.length === place.length && other.name === to && other.place.slice(0, -1).join() === parent.join(),
    )
    if (to === '' || isTaken) return
    const own = siblings.filter(
      (other) => other.place.length === place.length && other.place.slice(0, -1).join() === parent.join(),
    )
    // The order of the fields is the order in the record, so the map is written anew.
    const renamed = Object.fromEntries(own.map((other) => [other.name === name ? to : other.name, other.config]))
    edit([{ place: parent, value: renamed }], `rename field ${name}`)
  }
  const addChild = childPlace(field)
  return (
    <tr>
      <td>
        <div
          className={depth > 0 ? 'child' : undefined}
          style={depth > 1 ? { marginLeft: (depth - 1) * 14 } : undefined}
        >
          <CommitInput
            className="field mono small"
            aria-label={`Target field ${name}`}
            value={name}
            onCommit={rename}
          />
        </div>
      </td>
      <td>
        <div className="source">
          <select
            className="field small"
            aria-label={`Source kind of ${name}`}
            value={field.kind}
            onChange={(event) =>
              edit(
                [{ place, value: configOfKind(event.target.value as SourceKind, field) }],
                `change source of ${name}`,
              )
            }
          >
            {Object.entries(kindNames).map(([kind, title]) => (
              <option key={kind} value={kind} disabled={kind === 'other' && field.kind !== 'other'}>
                {title}
              </option>
            ))}
          </select>
          <SourceInput field={field} edit={edit} />
          {field.also !== '' && <span className="also truncate">{field.also}</span>}
          {addChild !== null && (
            <button
              type="button"
              className="btn icon-only small"
              aria-label={`Add field to ${name}`}
              onClick={() =>
                edit([{ place: [...addChild.place, freeName('field', addChild.taken)], value: '' }], 'add field')
              }
            >
              <Plus className="icon small" aria-hidden />
            </button>
          )}
        </div>
      </td>
      <td
        className={`now truncate${now.isSet ? '' : ' unset'}`}
        title={now.isSet ? JSON.stringify(now.value) : now.reason}
      >
        {now.isSet ? shortValue(now.value, 80) : `not set: ${now.reason}`}
      </td>
      <td>
        <button
          type="button"
          className="btn icon-only small"
          aria-label={`Remove field ${name}`}
          onClick={() => edit([{ place, value: undefined }], `remove field ${name}`)}
        >
          <Trash2 className="icon small" aria-hidden />
        </button>
      </td>
    </tr>
  )
}

function childPlace({ kind, config, place }: MappingField): { place: Place; taken: string[] } | null {
  if (kind === 'map') return { place: [...place, 'map'], taken: Object.keys((config as { map: object }).map) }
  if (kind !== 'loop') return null
  const [, item] = (config as { loop: [string, JsonValue] }).loop
  return isPlainObject(item) && isPlainObject(item['map'])
    ? { place: [...place, 'loop', 1, 'map'], taken: Object.keys(item['map']) }
    : null
}

function SourceInput({ field, edit }: { field: MappingField; edit: EditConfig }) {
  const { kind, name, source, sourcePlace, input } = field
  const set = (value: JsonValue) =>
    edit([{ place: sourcePlace, value }], `change source of ${name}`, `source ${JSON.stringify(sourcePlace)}`)
  switch (kind) {
    case 'path':
    case 'loop':
      return (
        <PathInput
          label={`Source of ${name}`}
          isSmall
          value={source}
          placeholder="data.id"
          root={input}
          onChange={set}
        />
      )
    case 'static':
    case 'function':
      return (
        <CommitInput
          isLive
          className="field mono small"
          aria-label={`Source of ${name}`}
          value={source}
          onCommit={(text) => set(kind === 'function' ? `$code:${text}` : staticValue(text))}
        />
      )
    case 'map':
      return <span className="faint">{source}</span>
    case 'other':
      return (
        <code className="truncate" title={source}>
          {source}
        </code>
      )
  }
}
