import { type RefObject, useEffect, useRef } from 'react'

/** What Escape does inside of an element, where nothing in there takes the key for itself; null for nothing. */
export function useEscape(within: RefObject<HTMLElement | null>, run: (() => void) | null): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isInside = event.target instanceof Node && within.current?.contains(event.target)
      if (event.key === 'Escape' && !event.defaultPrevented && isInside) latest.current?.()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [within])
}
