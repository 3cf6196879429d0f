import type { DragEvent } from 'react'

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
