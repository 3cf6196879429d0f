import { useEffect } from 'react'

/** Asks before the page is left while the draft is not yet written into the browser. */
export function useLeaveGuard(isSaved: () => boolean): void {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!isSaved()) event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [isSaved])
}
