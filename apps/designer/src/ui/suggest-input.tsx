import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface Suggestion {
  value: string
  hint: string
}

import { useTextDrop } from './use-text-drop.ts'

/**
 * A text input with suggestions, after the combobox pattern: arrows choose, Enter takes, Escape closes. The rest of
 * the page stays readable while the list is open, because people watch the record as they type.
 */
export function SuggestInput({
  label,
  value,
  suggestions,
  className,
  placeholder,
  onChange,
  onFocus,
  toValue = (dropped) => dropped,
}: {
  label: string
  value: string
  suggestions: readonly Suggestion[]
  className: string
  placeholder?: string
  onChange: (value: string) => void
  onFocus?: () => void
  /** What a dropped text is written as. */
  toValue?: (dropped: string) => string
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const isShown = isOpen && suggestions.length > 0
  const close = () => {
    setIsOpen(false)
    setActive(-1)
  }
  const take = (chosen: string) => {
    onChange(chosen)
    close()
  }
  const move = (step: 1 | -1) => {
    setIsOpen(true)
    setActive((active + step + suggestions.length) % Math.max(1, suggestions.length))
  }

  const { dropProps, isDropTarget } = useTextDrop(input, (dropped) => take(toValue(dropped)))

  return (
    <div className="grow">
      <input
        {...dropProps}
        ref={input}
        className={className}
        data-drop-target={isDropTarget || undefined}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={list}
        aria-activedescendant={isShown && active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        onFocus={onFocus}
        onBlur={close}
        onChange={(event) => {
          onChange(event.target.value)
          setIsOpen(true)
          setActive(-1)
        }}
        onKeyDown={(event) => {
          const chosen = suggestions[active]
          if (event.key === 'ArrowDown') move(1)
          else if (event.key === 'ArrowUp') move(-1)
          else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && isShown && chosen) take(chosen.value)
          else if (event.key === 'Escape' && isShown) close()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {isShown && (
        <SuggestionList id={list} label={`Suggestions for ${label}`} below={input.current}>
          {suggestions.map((suggestion, index) => (
            <li
              key={suggestion.value}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              className="popover-item"
              data-focused={index === active || undefined}
              // The input keeps the focus, so the press counts and not the click.
              onPointerDown={(event) => {
                event.preventDefault()
                take(suggestion.value)
              }}
            >
              <code className="truncate">{suggestion.value}</code>
              <span className="hint truncate">{suggestion.hint}</span>
            </li>
          ))}
        </SuggestionList>
      )}
    </div>
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
