import type { ReactNode, RefObject } from 'react'
import { MenuContext, Popover } from 'react-aria-components'

/** Where a menu opens below what it belongs to, and what closes it. */
export default function MenuPopover({
  trigger,
  autoFocus,
  onClose,
  children,
}: {
  trigger: RefObject<Element | null>
  autoFocus: 'first' | true
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Popover
      className="popover"
      trigger="MenuTrigger"
      triggerRef={trigger}
      placement="bottom start"
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <MenuContext value={{ autoFocus, onClose }}>{children}</MenuContext>
    </Popover>
  )
}
