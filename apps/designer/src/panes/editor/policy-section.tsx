import { isPlainObject } from '@mapping-designer/mapping-engine'
import type { JsonObject, Place } from '@mapping-designer/shared-types'
import { Plus } from 'lucide-react'
import { useCallback, useId, useMemo } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { freeName } from '../../mapping/field-name.ts'
import { listPolicy } from '../../mapping/mapping-fields.ts'
import type { Derived } from '../../preview/derived.ts'
import { FieldTable } from './field-table.tsx'
import { useFields } from './use-fields.ts'

/** What is written into the event before it is mapped: paths of the event and the values for them. */
export function PolicySection({ place, policy }: { place: Place; policy: unknown }) {
  const edit = useFlowEdit()
  const title = useId()
  const own = useMemo(() => (isPlainObject(policy) ? (policy as JsonObject) : {}), [policy])
  const list = useCallback(
    ({ preview, destination }: Derived) =>
      listPolicy(own, place, { event: preview?.event ?? {}, collector: destination?.collector ?? {}, notes: null }),
    [own, place],
  )
  const fields = useFields(list)
  const count = Object.keys(own).length
  return (
    <section aria-labelledby={title}>
      <div className="section-head" data-place={JSON.stringify(place)}>
        <h4 id={title}>Policy</h4>
        <span className="faint grow">{count === 0 ? 'changes the event before it is mapped' : ''}</span>
        <button
          type="button"
          className="btn ghost small"
          onClick={() =>
            edit([{ place: [...place, freeName('custom.field', Object.keys(own))], value: '' }], 'add policy')
          }
        >
          <Plus className="icon small" aria-hidden />
          Add policy
        </button>
      </div>
      {count > 0 && <FieldTable label="Policy" targetTitle="Path in the event" fields={fields} />}
    </section>
  )
}
