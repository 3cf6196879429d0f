import type { ReactNode } from 'react'
import { Button, MenuTrigger, Popover } from 'react-aria-components'
import { useBridge, useDesigner, useDocument } from '../designer/designer-context.tsx'
import { ActionMenu } from '../ui/action-menu.tsx'
import { fileCommands } from './file-commands.ts'

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
  const commands = fileCommands(parts)
  return (
    <ActionMenu label="Export" actions={commands} onAction={(key) => commands.find(({ id }) => id === key)?.run()} />
  )
}
