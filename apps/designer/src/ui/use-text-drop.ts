import { type DragEvent, useState } from 'react'

/** Takes a text that is dropped here, or on something inside. */
export function useTextDrop(onText: (text: string, on: Element) => void) {
  const [isDropTarget, setDropTarget] = useState(false)
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('text/plain')) return
    event.preventDefault()
    event.stopPropagation()
    event.dataTransfer.dropEffect = 'copy'
    setDropTarget(true)
  }
  const dropProps = {
    onDragEnter: onDrag,
    onDragOver: onDrag,
    onDragLeave: () => setDropTarget(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      event.stopPropagation()
      setDropTarget(false)
      onText(event.dataTransfer.getData('text/plain'), event.target as Element)
    },
  }
  return { dropProps, isDropTarget }
}
