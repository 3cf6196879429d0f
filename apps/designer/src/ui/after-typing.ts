import type { Schedule } from './after-events.ts'
import { afterPaint } from './after-paint.ts'

/** ms without a key that count as a pause: in a run of typing the next key comes sooner. */
const pause = 150
/** ms after which something waits for a pause no longer, but for the frame of the next key: from there the one after is farthest. */
const maxWait = 600

/** Keys that do something with what is on the page, rather than type. */
const isCommand = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || /^(Enter|Tab|Escape|F\d+)$/.test(key)

/**
 * Runs a task in the first pause of typing, so that no key waits for it; without typing, after the next frame. A click or a command
 * does not wait for the pause: tasks run before it, so that it acts on the page as it is after the last key.
 */
export function afterTyping(page: EventTarget): Schedule {
  let typedAt = Number.NEGATIVE_INFINITY
  /** Each with the time since when it waits, the first one first. */
  const waiting = new Map<() => void, number>()
  const runAll = (until = Number.POSITIVE_INFINITY) => {
    for (const [run, since] of [...waiting]) if (since <= until) run()
  }
  const runLate = () => runAll(performance.now() - maxWait)
  const listen = <E extends Event>(name: string, listener: (event: E) => void) =>
    page.addEventListener(name, (event) => listener(event as E), { capture: true })
  listen('input', () => {
    typedAt = performance.now()
    const [since = typedAt] = waiting.values()
    if (typedAt - since >= maxWait) afterPaint(runLate)
  })
  // On the way to what is clicked, so that it no longer moves under the pointer; a finger comes without a way.
  listen('pointermove', () => runAll())
  listen('pointerdown', () => runAll())
  listen<KeyboardEvent>('keydown', (event) => {
    if (isCommand(event)) runAll()
  })
  return (task) => {
    const runOnce = () => {
      if (waiting.delete(runOnce)) task()
    }
    const runInPause = () => {
      const wait = typedAt + pause - performance.now()
      if (wait <= 0) runOnce()
      else setTimeout(runInPause, wait)
    }
    waiting.set(runOnce, performance.now())
    afterPaint(runInPause)
  }
}
