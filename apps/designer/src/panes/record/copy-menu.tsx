import { Copy } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useDesigner } from '../../designer/designer-context.tsx'
import { type CopyForm, copyForms, copyRecord } from './copy-record.ts'

/** The record on screen, and the programs that would send it. */
export function CopyMenu() {
  const parts = useDesigner()
  return (
    <MenuTrigger>
      <Button className="btn icon-only small" aria-label="Copy as">
        <Copy className="icon small" aria-hidden />
      </Button>
      <Popover className="popover">
        <Menu aria-label="Copy as" onAction={(key) => void copyRecord(parts, key as CopyForm)}>
          {Object.entries(copyForms).map(([id, label]) => (
            <MenuItem key={id} id={id} className="popover-item">
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
