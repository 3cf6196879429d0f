import type { Place } from '@mapping-designer/shared-types'
import { useId } from 'react'
import { useFlowEdit } from '../../designer/use-flow-edit.ts'
import { typedList } from '../../mapping/value-parts.ts'
import { CommitInput } from '../../ui/commit-input.tsx'
import { FormRow } from './form-row.tsx'

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
  const set = (name: string, list: readonly string[]) =>
    edit([{ place: [...place, name], value: list.length === 0 ? undefined : [...list] }], `change ${name}`)
  return (
    <section aria-label="Shape of the data">
      <div className="form">
        <FormRow name="Include" place={[...place, 'include']} now="sections flattened into the data">
          <SectionChecks chosen={textsOf(include)} onChange={(names) => set('include', names)} />
        </FormRow>
        {remove !== undefined && (
          <FormRow name="Remove" htmlFor={`${id}remove`} place={[...place, 'remove']} now="paths deleted from the data">
            <CommitInput
              id={`${id}remove`}
              placeholder="nothing"
              value={textsOf(remove.value).join(', ')}
              onCommit={(text) => set('remove', typedList(text))}
            />
          </FormRow>
        )}
      </div>
    </section>
  )
}

function SectionChecks({
  chosen,
  onChange,
}: {
  chosen: readonly string[]
  onChange: (names: readonly string[]) => void
}) {
  const unknown = chosen.filter((name) => !sections.includes(name))
  const toggle = (name: string, isOn: boolean) =>
    onChange([...sections.filter((one) => (one === name ? isOn : chosen.includes(one))), ...unknown])
  return (
    <div className="checks" role="group" aria-label="Include">
      {sections.map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={({ target }) => toggle(name, target.checked)}
          />
          {name}
        </label>
      ))}
    </div>
  )
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : []
}
