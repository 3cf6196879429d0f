import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterTyping } from './after-typing.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => setTimeout(task, 16))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const follow = (page: EventTarget) => afterTyping(page, (task) => setTimeout(task))

/** Types a letter every 60 ms. */
function type(page: EventTarget, letters: number): void {
  for (let letter = 0; letter < letters; letter++) {
    page.dispatchEvent(new Event('input'))
    vi.advanceTimersByTime(60)
  }
}

it('runs a task after the next frame while nobody types', () => {
  const done = vi.fn()
  follow(new EventTarget())(done)
  vi.advanceTimersByTime(20)
  expect(done).toHaveBeenCalledOnce()
})

it('runs a task once the letters stop', () => {
  const page = new EventTarget()
  const schedule = follow(page)
  const done = vi.fn()
  page.dispatchEvent(new Event('input'))
  schedule(done)
  type(page, 5)
  expect(done).not.toHaveBeenCalled()
  vi.advanceTimersByTime(100)
  expect(done).toHaveBeenCalledOnce()
})

it('does not wait for ever for somebody who never stops, and runs where the next key is farthest: after the frame of one', () => {
  const page = new EventTarget()
  const schedule = follow(page)
  const done = vi.fn()
  page.dispatchEvent(new Event('input'))
  schedule(done)
  type(page, 10)
  expect(done).not.toHaveBeenCalled()
  page.dispatchEvent(new Event('input'))
  expect(done).not.toHaveBeenCalled()
  vi.advanceTimersByTime(20)
  expect(done).toHaveBeenCalledOnce()
})

it('runs one task at a time, so that a key comes before the next one', () => {
  const page = new EventTarget()
  const schedule = follow(page)
  const done: string[] = []
  const key = () => page.dispatchEvent(new Event('input'))
  schedule(() => {
    done.push('first')
    key()
  })
  schedule(() => done.push('second'))
  vi.advanceTimersByTime(100)
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(200)
  expect(done).toEqual(['first', 'second'])
})

it('goes on after the frame of the next key with what has waited too long', () => {
  const page = new EventTarget()
  const schedule = follow(page)
  const done: string[] = []
  const key = () => page.dispatchEvent(new Event('input'))
  key()
  schedule(() => {
    done.push('first')
    key()
  })
  schedule(() => done.push('second'))
  type(page, 10)
  key()
  vi.advanceTimersByTime(20)
  expect(done).toEqual(['first'])
  vi.advanceTimersByTime(20)
  expect(done).toEqual(['first', 'second'])
})

it.each([
  ['a click', new Event('pointerdown')],
  ['the pointer', new Event('pointermove')],
  ['Enter', Object.assign(new Event('keydown'), { key: 'Enter' })],
  ['a shortcut', Object.assign(new Event('keydown'), { key: 's', ctrlKey: true })],
])('runs a task before %s does something', (_what, event) => {
  const page = new EventTarget()
  const schedule = follow(page)
  const done = vi.fn()
  page.dispatchEvent(new Event('input'))
  schedule(done)
  page.dispatchEvent(Object.assign(new Event('keydown'), { key: 'a' }))
  expect(done).not.toHaveBeenCalled()
  page.dispatchEvent(event)
  expect(done).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(1_000)
  expect(done).toHaveBeenCalledOnce()
})
