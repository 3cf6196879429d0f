import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

/** The headers of the destination, which every record carries. */
export function HeadersTable({ headers }: { headers: unknown }) {
  const edit = useFlowEdit()
  const title = useId()
  const place: Place = ['settings', 'kafka', 'headers']
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
                  <IconButton
                    Icon={Trash2}
                    label={`Remove header ${name}`}
                    isSmall
                    onClick={() => edit([{ place: [...place, name], value: undefined }], 'remove header')}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
