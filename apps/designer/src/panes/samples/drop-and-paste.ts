import type { ClipboardEvent, DragEvent } from 'react'
import { largeText } from './read-events.ts'

/** Files that are dropped are taken; everything else that is dropped goes its usual way. */
export function fileDrop(onFiles: (files: FileList) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes('Files')) event.preventDefault()
    },
    onDrop: (event: DragEvent) => {
      if (event.dataTransfer.files.length === 0) return
      event.preventDefault()
      onFiles(event.dataTransfer.files)
    },
  }
}

/** A paste of many events is read apart; a text box would only make the browser slow. */
export function largePaste(onText: (text: string) => void) {
  return (event: ClipboardEvent) => {
    const content = event.clipboardData.getData('text/plain')
    if (content.length <= largeText) return
    event.preventDefault()
    onText(content)
  }
}
