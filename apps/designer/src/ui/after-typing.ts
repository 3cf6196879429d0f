import type { Schedule } from './after-events.ts'
import { afterPaint } from './after-paint.ts'

/** ms without a key that count as a pause: in a run of typing the next key comes sooner. */
const pause = 150
/** ms that something waits at most for a pause. */
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
  const waiting = new Set<() => void>()
  const runAll = () => {
    for (const run of [...waiting]) run()
  }
  const listen = <E extends Event>(name: string, listener: (event: E) => void) =>
    page.addEventListener(name, (event) => listener(event as E), { capture: true })
  listen('input', () => {
    typedAt = performance.now()
  })
  // On the way to what is clicked, so that it no longer moves under the pointer; a finger comes without a way.
  listen('pointermove', runAll)
  listen('pointerdown', runAll)
  listen<KeyboardEvent>('keydown', (event) => {
    if (isCommand(event)) runAll()
  })
  return (task) => {
    const latest = performance.now() + maxWait
    const runOnce = () => {
      if (waiting.delete(runOnce)) task()
    }
    const runInPause = () => {
      const wait = Math.min(typedAt + pause, latest) - performance.now()
      if (wait <= 0) runOnce()
      else setTimeout(runInPause, wait)
    }
    waiting.add(runOnce)
    afterPaint(runInPause)
  }
}
