import { useRef } from 'react'
import { CommandMenu } from '../designer/command-menu.tsx'
import { useDesigner, useView } from '../designer/designer-context.tsx'
import MenuPopover from '../ui/menu-popover.tsx'

/** The menu of one thing, at the place of the click or of the focus. */
export default function ContextMenu() {
  const { view } = useDesigner()
  const menu = useView((state) => state.menu)
  const point = useRef<HTMLSpanElement>(null)
  if (menu === null) return null
  const { at, byKey, label, commands } = menu
  return (
    <>
      <span ref={point} className="menu-point" style={at} />
      <MenuPopover
        key={`${at.left} ${at.top}`}
        trigger={point}
        autoFocus={byKey ? 'first' : true}
        onClose={() => view.getState().actions.openMenu(null)}
      >
        <CommandMenu label={label} commands={() => commands} />
      </MenuPopover>
    </>
  )
}
