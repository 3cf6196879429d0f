import { afterEvents, type Schedule } from './after-events.ts'
import { afterPaint } from './after-paint.ts'

/** ms without a key that count as a pause: in a run of typing the next key comes sooner. */
const pause = 150
/** ms after which something waits for a pause no longer, but for the frame of the next key: from there the one after is farthest. */
const maxWait = 600

/** Keys that do something with what is on the page, rather than type. */
const isCommand = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || /^(Enter|Tab|Escape|F\d+)$/.test(key)

/**
 * Runs tasks in the first pause of typing, so that no key waits for them; without typing, after the next frame. They run one by one,
 * so that a key or a frame that comes meanwhile is first. A click or a command does not wait for the pause: tasks run before it, so
 * that it acts on the page as it is after the last key.
 */
export function afterTyping(page: EventTarget, afterOthers: Schedule = afterEvents()): Schedule {
  let typedAt = Number.NEGATIVE_INFINITY
  let isLooking = false
  /** Each with the time since when it waits, the first one first. */
  const waiting = new Map<() => void, number>()
  const runFirst = () => {
    for (const [task] of waiting) {
      waiting.delete(task)
      return task()
    }
  }
  const runAll = () => {
    for (let left = waiting.size; left > 0; left--) runFirst()
  }
  const runInPause = () => {
    const wait = typedAt + pause - performance.now()
    if (wait > 0) return setTimeout(runInPause, wait)
    isLooking = waiting.size > 1
    if (isLooking) afterOthers(runInPause)
    runFirst()
  }
  const hasLate = () => {
    const [since = Number.POSITIVE_INFINITY] = waiting.values()
    return performance.now() - since >= maxWait
  }
  /** What has waited too long; after another key, it goes on after the frame of that. */
  const runLate = (key: number) => {
    if (key !== typedAt || !hasLate()) return
    afterOthers(() => runLate(key))
    runFirst()
  }
  const listen = <E extends Event>(name: string, listener: (event: E) => void) =>
    page.addEventListener(name, (event) => listener(event as E), { capture: true })
  listen('input', () => {
    const key = performance.now()
    typedAt = key
    if (hasLate()) afterPaint(() => afterOthers(() => runLate(key)))
  })
  // On the way to what is clicked, so that it no longer moves under the pointer; a finger comes without a way.
  listen('pointermove', runAll)
  listen('pointerdown', runAll)
  listen<KeyboardEvent>('keydown', (event) => {
    if (isCommand(event)) runAll()
  })
  return (task) => {
    waiting.set(() => task(), performance.now())
    if (isLooking) return
    isLooking = true
    afterPaint(runInPause)
  }
}
