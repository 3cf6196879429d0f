import { isPlainObject } from '@mapping-designer/mapping-engine'
import { compressionNames, type JsonValue, type Place } from '@mapping-designer/shared-types'
import { Plus, Trash2 } from 'lucide-react'
import { Fragment, useId } from 'react'
import { useDesigner, useDocument } from '../../app/designer-context.tsx'
import { valueAt } from '../../preview/derive.ts'
import { useDestination, useProblems } from '../../preview/use-preview.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { PathInput } from './path-input.tsx'
import { ProblemHints } from './problem-hints.tsx'
import { freeName } from './use-add-field.ts'
import { useFlowEdit } from './use-flow-edit.ts'

const kafka = ['settings', 'kafka']

/** The settings that hold for every event of the destination. */
export function DestinationForm() {
  const destination = useDestination()
  const edit = useFlowEdit()
  const id = useId()
  const setting = (name: string) => valueAt(destination?.config, [...kafka, name])
  const text = (name: string) => {
    const value = setting(name)
    return typeof value === 'string' ? value : ''
  }
  const set = (name: string, value: JsonValue | undefined) =>
    edit([{ place: [...kafka, name], value }], `change ${name}`, `setting ${name}`)
  const brokers = setting('brokers')
  const consent = valueAt(destination?.config, ['consent'])

  return (
    <>
      <div className="rule-title">
        <h3>{destination?.name}</h3>
        <span className="faint">for every event that no rule sends elsewhere</span>
      </div>
      <div className="form">
        <label htmlFor={`${id}topic`}>Topic</label>
        <input
          id={`${id}topic`}
          className="field mono"
          spellCheck={false}
          value={text('topic')}
          onChange={(event) => set('topic', event.target.value)}
        />
        <div className="resolved faint">required</div>
        <ProblemHints place={[...kafka, 'topic']} />

        <span className="label">Key</span>
        <PathInput
          label="Key"
          value={text('key')}
          placeholder="none: the event name"
          onChange={(path) => set('key', path === '' ? undefined : path)}
        />
        <div className="resolved faint">path in the event</div>
        <ProblemHints place={[...kafka, 'key']} />

        <label htmlFor={`${id}brokers`}>Brokers</label>
        <CommitInput
          id={`${id}brokers`}
          value={Array.isArray(brokers) ? brokers.join(', ') : ''}
          placeholder="localhost:9092"
          onCommit={(value) =>
            set(
              'brokers',
              value
                .split(',')
                .map((part) => part.trim())
                .filter(Boolean),
            )
          }
        />
        <div className="resolved faint">used by production only</div>

        <label htmlFor={`${id}compression`}>Compression</label>
        <select
          id={`${id}compression`}
          className="field"
          value={text('compression')}
          onChange={(event) => set('compression', event.target.value || undefined)}
        >
          <option value="">gzip (default)</option>
          {compressionNames.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <div className="resolved faint">
          {['snappy', 'lz4', 'zstd'].includes(text('compression')) ? 'needs a codec package in production' : ''}
        </div>

        <label htmlFor={`${id}acks`}>Acks</label>
        <select
          id={`${id}acks`}
          className="field"
          value={String(setting('acks') ?? '')}
          onChange={(event) => set('acks', event.target.value === '' ? undefined : Number(event.target.value))}
        >
          <option value="">-1, all replicas (default)</option>
          <option value="1">1, the leader</option>
          <option value="0">0, nobody</option>
          <option value="-1">-1, all replicas</option>
        </select>
        <div className="resolved" />

        <label htmlFor={`${id}consent`}>Consent</label>
        <CommitInput
          id={`${id}consent`}
          value={isPlainObject(consent) ? Object.keys(consent).join(', ') : ''}
          placeholder="none needed"
          onCommit={(value) => edit([{ place: ['consent'], value: toConsent(value) }], 'change consent')}
        />
        <div className="resolved faint">any one of these is enough</div>
      </div>
      <HeadersTable headers={setting('headers')} />
      <References />
    </>
  )
}

function toConsent(text: string): JsonValue | undefined {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, true]))
}

function HeadersTable({ headers }: { headers: unknown }) {
  const edit = useFlowEdit()
  const title = useId()
  const place: Place = [...kafka, 'headers']
  const entries = isPlainObject(headers) ? Object.entries(headers) : []
  const rename = (from: string, to: string) =>
    edit(
      [
        {
          place,
          value: Object.fromEntries(entries.map(([name, value]) => [name === from ? to : name, value as JsonValue])),
        },
      ],
      'rename header',
    )
  return (
    <section aria-labelledby={title}>
      <div className="section-head">
        <h4 id={title}>Headers</h4>
        <span className="faint grow">beside content-type: application/json</span>
        <button
          type="button"
          className="btn ghost small"
          onClick={() =>
            edit(
              [
                {
                  place: [
                    ...place,
                    freeName(
                      'x-header',
                      entries.map(([name]) => name),
                    ),
                  ],
                  value: '',
                },
              ],
              'add header',
            )
          }
        >
          <Plus className="icon small" aria-hidden />
          Add header
        </button>
      </div>
      {entries.length > 0 && (
        <table className="map-table">
          <thead>
            <tr>
              <th>Header</th>
              <th>Value</th>
              <th style={{ width: 40 }}>
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, value]) => (
              <tr key={name}>
                <td>
                  <CommitInput
                    className="field mono small"
                    aria-label={`Name of header ${name}`}
                    value={name}
                    onCommit={(to) => rename(name, to)}
                  />
                </td>
                <td>
                  <input
                    className="field mono small"
                    aria-label={`Value of header ${name}`}
                    value={typeof value === 'string' ? value : JSON.stringify(value)}
                    onChange={(event) =>
                      edit([{ place: [...place, name], value: event.target.value }], 'change header', `header ${name}`)
                    }
                  />
                </td>
                <td>
                  <button
                    type="button"
                    className="btn icon-only small"
                    aria-label={`Remove header ${name}`}
                    onClick={() => edit([{ place: [...place, name], value: undefined }], 'remove header')}
                  >
                    <Trash2 className="icon small" aria-hidden />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ConfigProblems />
    </section>
  )
}

/** Values for the `$env` and `$secret` references of the flow; kept in this browser, never in the flow file. */
function References() {
  const { document } = useDesigner()
  const destination = useDestination()
  const env = useDocument((state) => state.env)
  const title = useId()
  if (destination === undefined || 'failure' in destination.resolved || destination.resolved.names.length === 0)
    return null
  return (
    <section aria-labelledby={title}>
      <div className="section-head">
        <h4 id={title}>References</h4>
        <span className="faint">values for the preview, kept in this browser and never exported</span>
      </div>
      <div className="form">
        {destination.resolved.names.map((name) => (
          <Fragment key={name}>
            <label htmlFor={`${title}${name}`}>
              <code>{name}</code>
            </label>
            <input
              id={`${title}${name}`}
              className="field mono"
              spellCheck={false}
              autoComplete="off"
              value={env[name] ?? ''}
              onChange={(event) => document.getState().actions.setEnv(name, event.target.value)}
            />
            <div className="resolved" />
          </Fragment>
        ))}
      </div>
    </section>
  )
}

/** Problems of the config that belong to no rule. */
function ConfigProblems() {
  const problems = useProblems().filter(({ code, place }) => code === 'invalid-config' && place[0] !== 'mapping')
  return problems.map((problem) => (
    <div key={problem.id} className="notice tone-err">
      {problem.cause}
    </div>
  ))
}
