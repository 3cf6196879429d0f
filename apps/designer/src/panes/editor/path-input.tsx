import { useMemo, useRef } from 'react'
import { ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useDesigner } from '../../app/designer-context.tsx'
import { usePreview } from '../../preview/use-preview.ts'
import { pathsOf } from '../fields/field-tree.ts'

/**
 * A path of the event: typed, completed from the selected sample, or taken from the field tree. A path that is in no
 * sample is allowed.
 */
export function PathInput({
  label,
  value,
  onChange,
  placeholder = '',
  hasProblem = false,
  isSmall = false,
  root,
  id,
}: {
  label: string
  value: string
  onChange: (path: string) => void
  placeholder?: string
  hasProblem?: boolean
  isSmall?: boolean
  /** What the path is read from where that is not the event: a loop item. */
  root?: unknown
  id?: string
}) {
  const { view } = useDesigner()
  const event = usePreview()?.event
  const from = root ?? event
  const paths = useMemo(
    () => (typeof from === 'object' && from !== null ? pathsOf(from as Record<string, unknown>) : []),
    [from],
  )
  const shown = paths
    .filter(({ path }) => path.toLowerCase().includes(value.toLowerCase()) && path !== value)
    .slice(0, 50)
  // The tree writes here as long as this was the last path that had the focus.
  const latest = useRef(onChange)
  latest.current = onChange

  return (
    <ComboBox
      className="grow"
      aria-label={label}
      allowsCustomValue
      menuTrigger="input"
      inputValue={value}
      onInputChange={onChange}
      onFocus={() => view.getState().set({ pathTarget: (path) => latest.current(path) })}
      items={shown}
      {...(id !== undefined && { id })}
    >
      <Input
        className={`field mono${hasProblem ? ' has-problem' : ''}${isSmall ? ' small' : ''}`}
        placeholder={placeholder}
        spellCheck={false}
        onDrop={(drop) => {
          const path = drop.dataTransfer.getData('text/plain')
          if (path === '') return
          drop.preventDefault()
          onChange(path)
        }}
      />
      <Popover className="popover" offset={4}>
        <ListBox>
          {(item: (typeof shown)[number]) => (
            <ListBoxItem id={item.id} className="popover-item" textValue={item.path}>
              <code className="truncate">{item.path}</code>
              <span className="hint truncate">{item.summary}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
