import { useEffect, useRef, useState } from 'react'
import { useView } from '../../app/designer-context.tsx'
import { useTextDrop } from '../../ui/use-text-drop.ts'
import { FieldRow } from './field-row.tsx'
import { type MappingField, pathForRow } from './mapping-fields.ts'

/** Mapping values as rows: what each is for, what it is taken from, and what that gives now. */
export function FieldTable({
  label,
  targetTitle = 'Target field',
  fields,
  onDropPath,
}: {
  label: string
  targetTitle?: string
  fields: readonly MappingField[]
  onDropPath?: ((path: string) => void) | undefined
}) {
  const [open, setOpen] = useState<string | null>(null)
  const link = useView((state) => state.link)
  const table = useRef<HTMLTableElement>(null)
  // On an input a path goes into the input, anywhere else on the table it becomes a field.
  const { dropProps } = useTextDrop(table, (path) => onDropPath?.(pathForRow(path, '')))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another link marks another row
  useEffect(() => {
    // A person who types in a row has it in view already.
    if (table.current?.contains(document.activeElement)) return
    table.current?.querySelector('.linked')?.scrollIntoView({ block: 'nearest' })
  }, [link])
  return (
    <table ref={table} className="map-table" aria-label={label} {...(onDropPath && dropProps)}>
      <thead>
        <tr>
          <th style={{ width: '27%' }}>{targetTitle}</th>
          <th>Source</th>
          <th style={{ width: '22%' }}>Value now</th>
          <th style={{ width: 58 }}>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const id = JSON.stringify(field.place)
          return (
            <FieldRow
              key={id}
              field={field}
              rows={fields}
              isOpen={open === id}
              onToggle={() => setOpen(open === id ? null : id)}
            />
          )
        })}
      </tbody>
    </table>
  )
}
