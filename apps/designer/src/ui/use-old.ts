import { useEffect, useState } from 'react'

/** ms for which what was there before stays beside what came. */
const shownMs = 2_000

/**
 * What was there before an edit changed it, for a moment after the last change; null otherwise. `of` names what it belongs to:
 * another of them is no edit. The first value stays while more edits follow, so that typing does not flicker.
 */
export function useOld<T>(now: T, of: string | null): T | null {
  const [shown, setShown] = useState<{ now: T; of: string | null; old: T | null }>({ now, of, old: null })
  if (shown.now !== now || shown.of !== of) {
    setShown({ now, of, old: shown.of === of ? (shown.old ?? shown.now) : null })
  }
  useEffect(() => {
    if (shown.old === null) return
    const timer = setTimeout(() => setShown((last) => ({ ...last, old: null })), shownMs)
    return () => clearTimeout(timer)
  }, [shown])
  return shown.old
}
