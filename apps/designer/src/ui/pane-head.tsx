import type { ReactNode } from 'react'

/** The line above a pane: its title, which names the pane by its id, and what can be done there. */
export function PaneHead({ id, title, children }: { id: string; title: string; children?: ReactNode }) {
  return (
    <div className="pane-head">
      <h2 id={id}>{title}</h2>
      {children}
    </div>
  )
}
