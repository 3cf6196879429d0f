import type { LucideIcon } from 'lucide-react'
import { Menu, MenuItem } from 'react-aria-components'

export interface MenuAction {
  id: string
  title: string
  /** The keys that do the same, or what it needs. */
  hint?: string | undefined
  isOff?: boolean | undefined
  Icon?: LucideIcon
}

/** The contents of a menu, each entry a line; one of them may be chosen already. */
export function ActionMenu({
  label,
  actions,
  chosen,
  onAction,
}: {
  label: string
  actions: readonly MenuAction[]
  chosen?: string
  onAction: (id: string) => void
}) {
  return (
    <Menu
      aria-label={label}
      onAction={(key) => onAction(String(key))}
      {...(chosen !== undefined && { selectionMode: 'single', selectedKeys: [chosen] })}
    >
      {actions.map(({ id, title, hint, isOff = false, Icon }) => (
        <MenuItem key={id} id={id} className="popover-item" textValue={title} isDisabled={isOff}>
          {Icon && <Icon className="icon small" aria-hidden />}
          {title}
          {hint !== undefined && <span className="hint">{hint}</span>}
        </MenuItem>
      ))}
    </Menu>
  )
}
