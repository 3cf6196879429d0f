import { useEffect, useRef } from 'react'

/** Runs at first and whenever the value is another one; not where a pane that was hidden is shown again as it was. */
export function useOnChange<T>(value: T, run: () => void): void {
  const seen = useRef<{ value: T } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what runs is that of the render with another value
  useEffect(() => {
    if (seen.current !== null && Object.is(seen.current.value, value)) return
    seen.current = { value }
    run()
  }, [value])
}
