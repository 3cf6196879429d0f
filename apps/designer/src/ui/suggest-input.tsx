import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { useTextDrop } from './use-text-drop.ts'

export interface Suggestion {
  value: string
  hint: string
}

interface SuggestInputProps {
  ref?: Ref<HTMLInputElement>
  label: string
  value: string
  /** What fits the value; asked for while the list is open. */
  suggest: () => readonly Suggestion[]
  className: string
  placeholder?: string
  title?: string | undefined
  onChange: (value: string) => void
  onFocus?: () => void
  /** What a dropped text is written as. */
  toValue?: (dropped: string) => string
}

/**
 * A text input with suggestions, after the combobox pattern: arrows choose, Enter takes, Escape closes. The rest of
 * the page stays readable while the list is open, because people watch the record as they type.
 */
export function SuggestInput({ ref, label, value, suggest, onChange, toValue, ...rest }: SuggestInputProps) {
  const { suggestions, active, isShown, open, close, take, onKeyDown } = useSuggestions(suggest, onChange)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const { dropProps, isDropTarget } = useTextDrop((dropped) => take(toValue ? toValue(dropped) : dropped))
  return (
    <div className="grow">
      <input
        {...dropProps}
        {...rest}
        ref={(element) => {
          input.current = element
          if (typeof ref === 'function') ref(element)
          else if (ref) ref.current = element
        }}
        data-drop-target={isDropTarget || undefined}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={list}
        aria-activedescendant={isShown && active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onBlur={close}
        onChange={(event) => {
          onChange(event.target.value)
          open()
        }}
        onKeyDown={onKeyDown}
      />
      {isShown && (
        <SuggestionList id={list} label={`Suggestions for ${label}`} below={input.current}>
          {suggestions.map((suggestion, index) => (
            <SuggestionItem
              key={suggestion.value}
              id={`${list}-${index}`}
              suggestion={suggestion}
              isActive={index === active}
              onTake={() => take(suggestion.value)}
            />
          ))}
        </SuggestionList>
      )}
    </div>
  )
}

/** Which suggestion is chosen, and what the keys of the input do. */
function useSuggestions(suggest: () => readonly Suggestion[], onChange: (value: string) => void) {
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const suggestions = isOpen ? suggest() : []
  const isShown = isOpen && suggestions.length > 0
  const open = (at = -1) => {
    setIsOpen(true)
    setActive(at)
  }
  const close = () => {
    setIsOpen(false)
    setActive(-1)
  }
  const take = (chosen: string) => {
    onChange(chosen)
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[active]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      const { length } = isOpen ? suggestions : suggest()
      open((active + step + length) % Math.max(1, length))
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && isShown && chosen) take(chosen.value)
    else if (event.key === 'Escape' && isShown) close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { suggestions, active, isShown, open, close, take, onKeyDown }
}

function SuggestionItem({
  id,
  suggestion: { value, hint },
  isActive,
  onTake,
}: {
  id: string
  suggestion: Suggestion
  isActive: boolean
  onTake: () => void
}) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      className="popover-item"
      data-focused={isActive || undefined}
      // The input keeps the focus, so the press counts and not the click.
      onPointerDown={(event) => {
        event.preventDefault()
        onTake()
      }}
    >
      <code className="truncate">{value}</code>
      <span className="hint truncate">{hint}</span>
    </li>
  )
}

/** The list in the top layer, where no scrolling pane can cut it off. */
function SuggestionList({
  id,
  label,
  below,
  children,
}: {
  id: string
  label: string
  below: HTMLInputElement | null
  children: ReactNode
}) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.showPopover()
  }, [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <ul
      ref={list}
      id={id}
      role="listbox"
      aria-label={label}
      popover="manual"
      className="popover"
      style={placeBelow(below)}
    >
      {children}
    </ul>
  )
}

function placeBelow(input: HTMLInputElement | null): CSSProperties {
  if (input === null) return {}
  const { left, bottom, top, width } = input.getBoundingClientRect()
  const space = innerHeight - bottom
  const isAbove = space < 180 && top > space
  const shared = {
    position: 'fixed',
    inset: 'auto',
    margin: 0,
    left: Math.max(8, Math.min(left, innerWidth - 340)),
    minWidth: width,
  } as const
  return isAbove
    ? { ...shared, bottom: innerHeight - top + 4, maxHeight: Math.min(320, top - 12) }
    : { ...shared, top: bottom + 4, maxHeight: Math.min(320, space - 12) }
}
