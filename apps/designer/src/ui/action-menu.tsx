import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'

export interface MenuAction {
  id: string
  title: string
  /** The keys that do the same, or what it needs. */
  hint?: string | undefined
  isOff?: boolean | undefined
}

/** A button of one icon that opens a menu. */
export function MenuButton({
  label,
  Icon,
  className = 'small',
  children,
}: {
  label: string
  Icon: LucideIcon
  className?: string
  children: ReactNode
}) {
  return (
    <MenuTrigger>
      <Button className={`btn icon-only ${className}`} aria-label={label}>
        <Icon className={`icon ${className}`} aria-hidden />
      </Button>
      <Popover className="popover">{children}</Popover>
    </MenuTrigger>
  )
}

/** The contents of a menu, each entry a line. */
export function ActionMenu({
  label,
  actions,
  onAction,
}: {
  label: string
  actions: readonly MenuAction[]
  onAction: (id: string) => void
}) {
  return (
    <Menu aria-label={label} onAction={(key) => onAction(String(key))}>
      {actions.map(({ id, title, hint, isOff = false }) => (
        <MenuItem key={id} id={id} className="popover-item" textValue={title} isDisabled={isOff}>
          {title}
          {hint !== undefined && <span className="hint">{hint}</span>}
        </MenuItem>
      ))}
    </Menu>
  )
}
