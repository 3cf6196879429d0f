import { Copy } from 'lucide-react'
import { useDesigner } from '../../designer/designer-context.tsx'
import { ActionMenu } from '../../ui/action-menu.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { type CopyForm, copyForms, copyRecord } from './copy-record.ts'

/** The record on screen, and the programs that would send it. */
export function CopyMenu() {
  const parts = useDesigner()
  return (
    <MenuButton
      className="btn icon-only small"
      aria-label="Copy as"
      menu={
        <ActionMenu
          label="Copy as"
          actions={Object.entries(copyForms).map(([id, title]) => ({ id, title }))}
          onAction={(id) => void copyRecord(parts, id as CopyForm)}
        />
      }
    >
      <Copy className="icon small" aria-hidden />
    </MenuButton>
  )
}
