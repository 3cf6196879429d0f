import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { useDesigner, useView } from '../designer/designer-context.tsx'
import type { Overlay } from '../designer/view-state.ts'
import { IconButton } from '../ui/icon-button.tsx'

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
    <ModalOverlay className="scrim center" isOpen={isOpen} isDismissable onOpenChange={(open) => open || close()}>
      <Modal className={`card${isWide ? ' wide' : ''}`}>
        <Dialog aria-label={label}>
          {isOpen && children}
          {hasClose && <IconButton Icon={X} label="Close" className="close" onClick={close} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
