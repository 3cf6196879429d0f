import { expect, it } from 'vitest'
import { oneAhead } from './one-ahead.ts'

it('makes the next item while one that calls for it is in use, and no more than that', async () => {
  const log: string[] = []
  async function* items() {
    for (const item of [1, 2, 3, 4]) {
      log.push(`make ${item}`)
      yield item
    }
  }
  for await (const { item, makeNext } of oneAhead(items())) {
    if (item < 3) makeNext()
    log.push(`use ${item}`)
    if (item < 3) makeNext()
  }
  expect(log).toEqual(['make 1', 'make 2', 'use 1', 'make 3', 'use 2', 'use 3', 'make 4', 'use 4'])
})

it('throws what making an item throws behind the items before it', async () => {
  const used: number[] = []
  async function* items() {
    yield 1
    throw new Error('no second one')
  }
  const use = async () => {
    for await (const { item, makeNext } of oneAhead<number>(items())) {
      makeNext()
      used.push(item)
    }
  }
  await expect(use()).rejects.toThrow('no second one')
  expect(used).toEqual([1])
})
