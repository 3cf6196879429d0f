import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useBridge, useDesigner, useDocument } from '../designer/designer-context.tsx'
import { exportActions } from './export-actions.ts'

/** Takes the flow out of the page, and another one in. */
export function ExportMenu({ icon, isDisabled }: { icon: ReactNode; isDisabled: boolean }) {
  return (
    <MenuTrigger>
      <Button className="btn hide-phone" aria-label="Export" isDisabled={isDisabled}>
        {icon}
        <span className="hide-narrow">Export</span>
      </Button>
      <Popover className="popover">
        <ExportItems />
      </Popover>
    </MenuTrigger>
  )
}

function ExportItems() {
  const parts = useDesigner()
  useDocument((state) => state.text)
  useDocument((state) => state.file)
  useBridge((state) => state.session)
  const actions = exportActions(parts)
  return (
    <Menu aria-label="Export" onAction={(key) => actions.find(({ id }) => id === key)?.run()}>
      {actions.map(({ id, label, hint, isOff }) => (
        <MenuItem key={id} id={id} className="popover-item" textValue={label} isDisabled={isOff ?? false}>
          {label}
          {hint !== undefined && <span className="hint">{hint}</span>}
        </MenuItem>
      ))}
    </Menu>
  )
}
