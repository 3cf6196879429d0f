import { useState } from 'react'

/**
 * A text input that tells its new value on Enter or when it is left, and takes it back on Escape. A live one tells it
 * with every keystroke and shows what was typed until it is left, even where that is written differently. What is not
 * valid stays in the input, marked, and is not told.
 */
export function CommitInput({
  value,
  onCommit,
  className = 'field mono',
  isLive = false,
  isValid = () => true,
  ...rest
}: {
  value: string
  onCommit: (value: string) => void
  className?: string
  isLive?: boolean
  isValid?: (text: string) => boolean
  id?: string
  placeholder?: string
  autoFocus?: boolean
  /** Id of a list of suggestions. */
  list?: string
  'aria-label'?: string
  'aria-describedby'?: string
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && !isValid(typed)
  const commit = () => {
    if (isWrong) return
    if (!isLive && typed !== null && typed !== value) onCommit(typed)
    setTyped(null)
  }
  return (
    <input
      {...rest}
      className={`${className}${isWrong ? ' has-problem' : ''}`}
      aria-invalid={isWrong || undefined}
      spellCheck={false}
      autoComplete="off"
      value={typed ?? value}
      onChange={(event) => {
        setTyped(event.target.value)
        if (isLive && isValid(event.target.value)) onCommit(event.target.value)
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape' && typed !== null) {
          setTyped(null)
          // Escape takes back what was typed, before it closes anything around.
          event.preventDefault()
        }
      }}
    />
  )
}
