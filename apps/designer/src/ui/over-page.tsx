import { type ReactNode, useEffect, useState } from 'react'
import { Dialog, Modal, ModalOverlay, type ModalOverlayProps } from 'react-aria-components'
import { afterPaint } from './after-paint.ts'

/** A dialog over the page, which it is alone with. */
export function OverPage({
  label,
  className,
  cardClassName,
  children,
  ...overlay
}: Omit<ModalOverlayProps, 'children' | 'className'> & {
  label: string
  className: string
  cardClassName: string
  children: ReactNode
}) {
  const isPainted = useIsPainted(overlay.isOpen === true)
  return (
    // A page that becomes inert is styled again as a whole; the dialog, which has the focus at once, is painted before that.
    <ModalOverlay {...overlay} className={className} isEntering={!isPainted} UNSTABLE_deferUntilEntered>
      <Modal className={cardClassName}>
        <Dialog aria-label={label} isEntering={false}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Whether a frame was painted since something is open. */
function useIsPainted(isOpen: boolean): boolean {
  const [isPainted, setIsPainted] = useState(false)
  useEffect(() => {
    if (!isOpen) return
    let isSame = true
    afterPaint(() => isSame && setIsPainted(true))
    return () => {
      isSame = false
      setIsPainted(false)
    }
  }, [isOpen])
  return isPainted
}
