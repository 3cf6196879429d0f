import { useState } from 'react'
import { ActionMenu } from '../ui/action-menu.tsx'
import { afterPaint } from '../ui/after-paint.ts'
import type { Command } from './command.ts'

/** Commands as the contents of a menu; they are made when it opens. */
export function CommandMenu({ label, commands: listed }: { label: string; commands: () => readonly Command[] }) {
  const [commands] = useState(listed)
  return (
    <ActionMenu
      label={label}
      actions={commands.map((command) => ({ ...command, title: command.short ?? command.title }))}
      // The menu gives the focus back when it closes; where a command puts it counts.
      onAction={(key) => afterPaint(() => commands.find(({ id }) => id === key)?.run())}
    />
  )
}
