import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TableHead } from '../../ui/table-head.tsx'

const place: Place = ['settings', 'kafka', 'headers']

/** The headers of the destination, which every record carries. */
export function HeadersTable({ headers }: { headers: unknown }) {
  const edit = useFlowEdit()
  const title = useId()
  const entries = isPlainObject(headers) ? Object.entries(headers) : []
  const add = () => {
    const name = freeName(
      'x-header',
      entries.map(([taken]) => taken),
    )
    edit([{ place: [...place, name], value: '' }], 'add header')
  }
  const rename = (from: string, to: string) => {
    const renamed = entries.map(([name, value]) => [name === from ? to : name, value as JsonValue])
    edit([{ place, value: Object.fromEntries(renamed) }], 'rename header')
  }
  return (
    <section aria-labelledby={title}>
      <div className="section-head">
        <h4 id={title}>Headers</h4>
        <span className="faint grow">beside content-type: application/json</span>
        <button type="button" className="btn ghost small" onClick={add}>
          <Plus className="icon small" aria-hidden />
          Add header
        </button>
      </div>
      {entries.length > 0 && (
        <table className="map-table of-headers">
          <TableHead titles={['Header', 'Value', { title: 'Remove', isHidden: true }]} />
          <tbody>
            {entries.map(([name, value]) => (
              <HeaderRow key={name} name={name} value={value} onRename={(to) => rename(name, to)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function HeaderRow({ name, value, onRename }: { name: string; value: unknown; onRename: (to: string) => void }) {
  const edit = useFlowEdit()
  const set = (text: string | undefined, label: string, kind?: string) =>
    edit([{ place: [...place, name], value: text }], label, kind)
  return (
    <tr>
      <td>
        <CommitInput
          className="field mono small"
          aria-label={`Name of header ${name}`}
          value={name}
          onCommit={onRename}
        />
      </td>
      <td>
        <input
          className="field mono small"
          aria-label={`Value of header ${name}`}
          value={typeof value === 'string' ? value : JSON.stringify(value)}
          onChange={(event) => set(event.target.value, 'change header', `header ${name}`)}
        />
      </td>
      <td>
        <IconButton
          Icon={Trash2}
          label={`Remove header ${name}`}
          isSmall
          onClick={() => set(undefined, 'remove header')}
        />
      </td>
    </tr>
  )
}
