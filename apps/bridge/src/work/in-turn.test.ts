import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inTurn } from './in-turn.ts'

const large = 2 ** 20

it('lets everything else have its turn between large works', async () => {
  const done: string[] = []
  const works = ['a', 'b', 'c'].map((name) => inTurn(large, () => done.push(name)))
  const other = (async () => {
    while (!done.includes('c')) {
      await nextTurn()
      done.push('other')
    }
  })()
  await Promise.all([...works, other])
  expect(done.filter((name) => name !== 'other')).toEqual(['a', 'b', 'c'])
  for (const pair of ['ab', 'bc']) expect(done.join('')).not.toContain(pair)
})

it('goes on after a work that throws', async () => {
  const broken = inTurn(large, () => {
    throw new Error('no JSON')
  })
  const next = inTurn(large, () => 'done')
  await expect(broken).rejects.toThrow('no JSON')
  expect(await next).toBe('done')
})

it('does what is small at once', () => {
  expect(inTurn(10, () => 'done')).toBe('done')
})
