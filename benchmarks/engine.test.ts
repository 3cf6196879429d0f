import { expect, it } from 'vitest'
import { benchEngine, sizes } from './engine.ts'

it('measures all of its parts', async () => {
  const names: string[] = []
  const all = await benchEngine((name) => names.push(name), sizes.tiny)
  expect(names).toEqual(Object.keys(all))
  expect(all).toMatchObject({ 'simple workload': { workload: 'simple' }, bundleGzipKb: expect.any(Number) })
})
