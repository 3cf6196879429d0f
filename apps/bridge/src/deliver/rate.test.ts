import { expect, it } from 'vitest'
import { aProfile } from '../config/testing.ts'
import { createRateLimit } from './rate.ts'

const limited = aProfile({ name: 'limited', maxPerMinute: 10 })

it('lets everything through where a profile has no limit', () => {
  const rate = createRateLimit(() => 0)
  rate.take(aProfile(), 1_000_000)
  expect(rate.waitFor(aProfile(), 1_000_000)).toBe(0)
})

it('says how long to wait: until enough of the last minute is over', () => {
  let now = 0
  const rate = createRateLimit(() => now)
  rate.take(limited, 4)
  now = 10_000
  rate.take(limited, 6)
  expect(rate.waitFor(limited, 4)).toBe(50_000)
  expect(rate.waitFor(limited, 5)).toBe(60_000)
  now = 59_999.5
  expect(rate.waitFor(limited, 1)).toBe(1)
  now = 60_000
  expect(rate.waitFor(limited, 4)).toBe(0)
  expect(rate.waitFor(limited, 5)).toBe(10_000)
  // More than a minute takes can never go at once.
  expect(rate.waitFor(limited, 11)).toBe(60_000)
})

it('counts nothing of what it refuses, and says when to try again', () => {
  let now = 0
  const rate = createRateLimit(() => now)
  rate.take(limited, 10)
  now = 500
  const refuse = () => rate.take(limited, 1)
  expect(refuse).toThrow('Profile limited takes at most 10 records a minute; nothing was sent.')
  expect(refuse).toThrow(expect.objectContaining({ body: expect.objectContaining({ hint: 'Try again in 60 s.' }) }))
  now = 60_000
  rate.take(limited, 10)
})

it('does not say to try again what can never go at once', () => {
  const rate = createRateLimit(() => 0)
  expect(() => rate.take(limited, 11)).toThrow(
    expect.objectContaining({
      body: expect.objectContaining({ hint: 'These are 11: send them in parts, or replay them.' }),
    }),
  )
})

it('forgets what lies in the future, after the clock was set back', () => {
  let now = 100_000
  const rate = createRateLimit(() => now)
  rate.take(limited, 10)
  now = 0
  rate.take(limited, 10)
})
