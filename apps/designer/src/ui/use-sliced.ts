import { useEffect, useState } from 'react'
import { afterEvents } from './after-events.ts'

/** ms of work after which the page gets its turn. */
const slice = 5

/**
 * The result of long work that stops again and again for the page to go on; the last result stays until there is a new
 * one. `makeWork` has to be stable: another function is other work. Null asks for nothing.
 */
export function useSliced<T>(makeWork: (() => Generator<void, T>) | null): T | null {
  const [result, setResult] = useState<T | null>(null)
  useEffect(() => {
    if (makeWork === null) return
    const schedule = afterEvents()
    const work = makeWork()
    let isLate = false
    const step = () => {
      if (isLate) return
      const until = performance.now() + slice
      while (performance.now() < until) {
        const next = work.next()
        if (next.done) {
          setResult(next.value)
          return
        }
      }
      schedule(step)
    }
    step()
    return () => {
      isLate = true
    }
  }, [makeWork])
  return makeWork === null ? null : result
}
