import type { Command } from './command.ts'
import type { DesignerParts } from './designer-context.tsx'

/** Opens a menu of commands at the pointer, or below what has the focus. */
export function openMenu(
  { view }: Pick<DesignerParts, 'view'>,
  event: Pick<MouseEvent, 'clientX' | 'clientY' | 'button' | 'preventDefault'>,
  label: string,
  row: Element,
  commands: readonly Command[],
): void {
  if (commands.length === 0) return
  event.preventDefault()
  const byKey = event.button !== 2
  const { left, bottom } = row.getBoundingClientRect()
  const at = byKey ? { left: left + 16, top: bottom } : { left: event.clientX, top: event.clientY }
  view.getState().actions.openMenu({ label, commands, at, byKey })
}
