import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDesigner, useView } from '../designer/designer-context.tsx'
import type { Overlay } from '../designer/view-state.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { OverPage } from '../ui/over-page.tsx'

/** A dialog over the page; it closes with Escape, with a click beside it, and with its button. */
export function OverlayDialog({
  name,
  label,
  isWide = false,
  hasClose = true,
  children,
}: {
  name: Overlay
  label: string
  isWide?: boolean
  hasClose?: boolean
  children: ReactNode
}) {
  const { view } = useDesigner()
  const isOpen = useView((state) => state.overlay === name)
  const close = () => view.getState().actions.closeOverlay()
  return (
    <OverPage
      label={label}
      className="scrim center"
      cardClassName={`card${isWide ? ' wide' : ''}`}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => open || close()}
    >
      {isOpen && children}
      {hasClose && <IconButton Icon={X} label="Close" className="close" onClick={close} />}
    </OverPage>
  )
}
