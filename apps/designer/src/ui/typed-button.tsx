import { type ReactNode, useState } from 'react'

interface TypedButtonProps {
  /** What is typed before the button can be pressed; null where nothing has to be. */
  name: string | null
  /** What the button does, as in "Type orders to delete it". */
  purpose: string
  className: string
  onClick: () => void
  children: ReactNode
}

/** A button for what cannot be taken back: it waits until a name is typed beside it. */
export function TypedButton({ name, purpose, className, onClick, children }: TypedButtonProps) {
  const [typed, setTyped] = useState('')
  return (
    <>
      {name !== null && (
        <input
          className="field mono"
          aria-label={`Type ${name} to ${purpose}`}
          placeholder={`Type ${name} to ${purpose}`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <button type="button" className={className} disabled={name !== null && typed !== name} onClick={onClick}>
        {children}
      </button>
    </>
  )
}
