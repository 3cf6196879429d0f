import { Copy } from 'lucide-react'
import { Button, MenuTrigger, Popover } from 'react-aria-components'
import { useDesigner } from '../../designer/designer-context.tsx'
import { ActionMenu } from '../../ui/action-menu.tsx'
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
        <ActionMenu
          label="Copy as"
          actions={Object.entries(copyForms).map(([id, title]) => ({ id, title }))}
          onAction={(id) => void copyRecord(parts, id as CopyForm)}
        />
      </Popover>
    </MenuTrigger>
  )
}
