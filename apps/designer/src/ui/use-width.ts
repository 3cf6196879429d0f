import { useSyncExternalStore } from 'react'

/** px of width up to which one pane is shown at a time. */
export const onePane = 980

/** Width of the window in px, as it changes. */
export function useWidth(): number {
  return useSyncExternalStore(onResize, () => innerWidth)
}

/** Whether the window has the height of a phone on its side, or of a page at twice its size; CSS says the same with `max-height: 600px`. */
export function useIsLow(): boolean {
  return useSyncExternalStore(onResize, () => innerHeight <= 600)
}

function onResize(onChange: () => void): () => void {
  addEventListener('resize', onChange)
  return () => removeEventListener('resize', onChange)
}
