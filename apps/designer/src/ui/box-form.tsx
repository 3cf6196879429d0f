import type { ReactNode } from 'react'

/** A small form over a pane: it sends with Enter, and Escape or Cancel closes it. */
export function BoxForm({
  label,
  submit,
  isOff = false,
  onSubmit,
  onClose,
  children,
}: {
  label: string
  /** What the button says. */
  submit: string
  isOff?: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}) {
  return (
    <form
      className="sample-text"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      {children}
      <div className="actions">
        <button type="submit" className="btn small primary" disabled={isOff}>
          {submit}
        </button>
        <button type="button" className="btn small" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  )
}
