import { useRef } from 'react'
import { pathsOf } from '../mapping/field-tree.ts'
import { SuggestInput } from '../ui/suggest-input.tsx'
import { useDesigner } from './designer-context.tsx'
import { usePathTarget } from './use-path-target.ts'
import { useEvent } from './use-preview.ts'

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
  toPath = (path) => path,
}: {
  label: string
  value: string
  onChange: (path: string) => void
  placeholder?: string
  hasProblem?: boolean
  isSmall?: boolean
  /** What the path is read from where that is not the event: a loop item. */
  root?: unknown
  /** How a path of the whole event has to be written here. */
  toPath?: (path: string) => string
}) {
  const { document } = useDesigner()
  const event = useEvent()
  const from = root ?? event
  const suggest = () => {
    const typed = value.toLowerCase()
    return (typeof from === 'object' && from !== null ? pathsOf(from as Record<string, unknown>) : [])
      .filter(({ path }) => path !== value && path.toLowerCase().includes(typed))
      .slice(0, 50)
      .map(({ path, summary }) => ({ value: path, hint: summary }))
  }
  const input = useRef<HTMLInputElement>(null)
  const target = usePathTarget(label, input, (path) => {
    document.getState().actions.endStep()
    onChange(toPath(path))
  })
  const classes = [
    'field mono',
    hasProblem && 'has-problem',
    isSmall && 'small',
    target.isTarget && 'is-target',
    // Written from the right, what is no letter at an end of it would change the side.
    /^\w.*\w$/.test(value) && 'shows-end',
  ]
  return (
    <SuggestInput
      ref={input}
      label={label}
      className={classes.filter(Boolean).join(' ')}
      title={target.isTarget ? 'A click on a field fills this' : value.length > 16 ? value : undefined}
      placeholder={placeholder}
      value={value}
      suggest={suggest}
      onChange={onChange}
      toValue={toPath}
      onFocus={target.begin}
    />
  )
}
