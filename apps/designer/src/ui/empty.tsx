import type { ReactNode } from 'react'

/** Why there is nothing to see, and what would give something. */
export function Empty({ sentence, children }: { sentence: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{sentence}</p>
      <div className="actions">{children}</div>
    </div>
  )
}
