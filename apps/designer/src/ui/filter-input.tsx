import type { ComponentProps } from 'react'

/** A small field that narrows down a list. */
export function FilterInput({
  label,
  placeholder = label,
  onChange,
  ...rest
}: Omit<ComponentProps<'input'>, 'onChange'> & { label: string; onChange: (text: string) => void }) {
  return (
    <input
      className="field small"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
      {...rest}
    />
  )
}
