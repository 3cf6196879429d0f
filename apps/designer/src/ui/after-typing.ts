import type { Schedule } from './after-events.ts'
import { afterPaint } from './after-paint.ts'

/** ms without a key that count as a pause: in a run of typing the next key comes sooner. */
const pause = 150
/** ms that something waits at most for a pause. */
const maxWait = 600

/** Runs a task in the first pause of typing, so that no key waits for it; without typing, after the next frame. */
export function afterTyping(page: EventTarget): Schedule {
  let typedAt = Number.NEGATIVE_INFINITY
  page.addEventListener(
    'input',
    () => {
      typedAt = performance.now()
    },
    { capture: true },
  )
  return (task) => {
    const latest = performance.now() + maxWait
    const run = () => {
      const now = performance.now()
      const wait = Math.min(typedAt + pause, latest) - now
      if (wait <= 0) task()
      else setTimeout(run, wait)
    }
    afterPaint(run)
  }
}
