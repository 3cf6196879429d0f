import type { RefObject } from 'react'
import { useDrop } from 'react-aria/useDrop'

/** Takes a text that is dropped here, by mouse or by keyboard. */
export function useTextDrop(
  ref: RefObject<HTMLElement | null>,
  onText: (text: string) => void,
): Pick<ReturnType<typeof useDrop>, 'dropProps' | 'isDropTarget'> {
  return useDrop({
    ref,
    getDropOperation: (types) => (types.has('text/plain') ? 'copy' : 'cancel'),
    onDrop: async ({ items }) => {
      for (const item of items) {
        if (item.kind === 'text' && item.types.has('text/plain')) onText(await item.getText('text/plain'))
      }
    },
  })
}
