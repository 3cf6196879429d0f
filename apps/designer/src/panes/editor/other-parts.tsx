import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { Trash2 } from 'lucide-react'
import { memo } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { isSame } from '../../document/is-same.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { JsonInput } from './source-input.tsx'

/** What no form shows, as JSON in place; it is rendered where it says something else. */
export const OtherParts = memo(function OtherParts({
  place,
  parts,
}: {
  place: Place
  parts: readonly [string, unknown][]
}) {
  const edit = useFlowEdit()
  if (parts.length === 0) return null
  return (
    <section aria-label="Advanced">
      <div className="section-head">
        <h4>Advanced</h4>
        <span className="faint">kept as written, as JSON</span>
      </div>
      <div className="form">
        {parts.map(([name, value]) => (
          <OtherPart
            key={name}
            name={name}
            place={[...place, name]}
            value={value}
            onChange={(changed) => edit([{ place: [...place, name], value: changed }], `change ${name}`)}
          />
        ))}
      </div>
    </section>
  )
}, isSame)

function OtherPart({
  name,
  place,
  value,
  onChange,
}: {
  name: string
  place: Place
  value: unknown
  onChange: (value: JsonValue | undefined) => void
}) {
  return (
    <>
      <span className="label truncate" title={name} data-place={JSON.stringify(place)}>
        {name}
      </span>
      <JsonInput label={`${name} as JSON`} value={JSON.stringify(value) ?? ''} onCommit={onChange} />
      <div className="resolved">
        <IconButton Icon={Trash2} label={`Remove ${name}`} isSmall onClick={() => onChange(undefined)} />
      </div>
    </>
  )
}
