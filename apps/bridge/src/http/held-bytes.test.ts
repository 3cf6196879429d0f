import { expect, it } from 'vitest'
import { createHeldBytes } from './held-bytes.ts'

it('bounds what one caller holds, and what all hold, and takes back what is released', () => {
  const bytes = createHeldBytes({ perCaller: 10, total: 15 })
  const refused = expect.objectContaining({ status: 429 })
  const one = bytes.hold('one')
  one.take(6)
  const same = bytes.hold('one')
  expect(() => same.take(6)).toThrow(refused)
  same.release()
  const other = bytes.hold('other')
  other.take(9)
  const third = bytes.hold('third')
  expect(() => third.take(1)).toThrow(refused)
  third.release()
  one.release()
  expect(() => bytes.hold('third').take(6)).not.toThrow()
})
