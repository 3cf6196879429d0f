import { useState } from 'react'
import { ActionMenu } from '../ui/action-menu.tsx'
import { afterPaint } from '../ui/after-paint.ts'
import type { Command } from './command.ts'

/** Commands as the contents of a menu; they are made when it opens. */
export function CommandMenu({ label, commands: listed }: { label: string; commands: () => readonly Command[] }) {
  const [commands] = useState(listed)
  const [opener] = useState(() => document.activeElement)
  const run = (key: string) => {
    if (opener instanceof HTMLElement) opener.focus()
    commands.find(({ id }) => id === key)?.run()
  }
  return (
    <ActionMenu
      label={label}
      actions={commands.map((command) => ({ ...command, title: command.short ?? command.title }))}
      // Commands run where the menu was opened, once it has closed.
      onAction={(key) => afterPaint(() => run(key))}
    />
  )
}
