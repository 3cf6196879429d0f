import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { useId } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { CommitInput } from '../../ui/commit-input.tsx'

const sections = ['all', 'data', 'globals', 'context', 'user', 'source', 'event']

/** Sections of the event that join the data, and paths that leave it. */
export function ShapingSection({
  place,
  include,
  remove,
}: {
  place: Place
  include: unknown
  /** Undefined where there is no such setting. */
  remove?: { value: unknown }
}) {
  const edit = useFlowEdit()
  const id = useId()
  const chosen = Array.isArray(include) ? include.filter((name): name is string => typeof name === 'string') : null
  const removed = remove && Array.isArray(remove.value) ? remove.value.filter((path) => typeof path === 'string') : []
  const set = (name: string, value: JsonValue | undefined) =>
    edit([{ place: [...place, name], value }], `change ${name}`)
  return (
    <section aria-label="Shape of the data">
      <div className="form">
        <span className="label" id={`${id}include`}>
          Include
        </span>
        <div className="checks" role="group" aria-labelledby={`${id}include`}>
          {sections.map((name) => (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={chosen?.includes(name) ?? false}
                onChange={({ target }) => {
                  const next = sections.filter((one) => (one === name ? target.checked : chosen?.includes(one)))
                  const unknown = (chosen ?? []).filter((one) => !sections.includes(one))
                  const all = [...next, ...unknown]
                  set('include', all.length === 0 ? undefined : all)
                }}
              />
              {name}
            </label>
          ))}
        </div>
        <div className="resolved faint">sections flattened into the data</div>
        {remove !== undefined && (
          <>
            <label htmlFor={`${id}remove`}>Remove</label>
            <CommitInput
              id={`${id}remove`}
              placeholder="nothing"
              value={removed.join(', ')}
              onCommit={(text) => {
                const paths = text
                  .split(',')
                  .map((path) => path.trim())
                  .filter(Boolean)
                set('remove', paths.length === 0 ? undefined : paths)
              }}
            />
            <div className="resolved faint">paths deleted from the data</div>
          </>
        )}
      </div>
    </section>
  )
}
