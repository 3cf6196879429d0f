import { Copy } from 'lucide-react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { ActionMenu, MenuButton } from '../../ui/action-menu.tsx'
import { type CopyForm, copyForms, copyRecord } from './copy-record.ts'

/** The record on screen, and the programs that would send it. */
export function CopyMenu() {
  const parts = useDesigner()
  return (
    <MenuButton label="Copy as" Icon={Copy}>
      <ActionMenu
        label="Copy as"
        actions={Object.entries(copyForms).map(([id, title]) => ({ id, title }))}
        onAction={(id) => void copyRecord(parts, id as CopyForm)}
      />
    </MenuButton>
  )
}
