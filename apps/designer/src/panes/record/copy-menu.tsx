import { Copy } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { SamplePreview } from '../../preview/derive.ts'
import { type CopyForm, copyForms, useCopyRecord } from './use-copy-record.ts'

/** The record on screen, and the programs that would send it. */
export function CopyMenu({ preview }: { preview: SamplePreview }) {
  const copy = useCopyRecord(preview)
  if (copy === null) return null
  return (
    <MenuTrigger>
      <Button className="btn icon-only small" aria-label="Copy as">
        <Copy className="icon small" aria-hidden />
      </Button>
      <Popover className="popover">
        <Menu aria-label="Copy as" onAction={(key) => void copy(key as CopyForm)}>
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
