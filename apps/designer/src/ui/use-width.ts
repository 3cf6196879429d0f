import { useSyncExternalStore } from 'react'

/** Width of the window in px, as it changes. */
export function useWidth(): number {
  return useSyncExternalStore(
    (onChange) => {
      addEventListener('resize', onChange)
      return () => removeEventListener('resize', onChange)
    },
    () => innerWidth,
  )
}
