import { expect, it } from 'vitest'
import { aborted } from './aborted.ts'

it('is over when the signal aborts, or at once where it has', async () => {
  const stopping = new AbortController()
  let isOver = false
  const waiting = aborted(stopping.signal).then(() => {
    isOver = true
  })
  await Promise.resolve()
  expect(isOver).toBe(false)
  stopping.abort()
  await waiting
  await aborted(stopping.signal)
})
