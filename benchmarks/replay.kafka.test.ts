import type {} from '@mapping-designer/local-kafka/testing'
import { expect, inject, it } from 'vitest'
import { measureReplay, sizes } from './replay.ts'

it('measures all of its parts', async () => {
  const names: string[] = []
  const all = await measureReplay(inject('kafka').brokers.plaintext, (name) => names.push(name), sizes.tiny)
  expect(names).toEqual(['none', 'gzip', 'memory', 'bridge'])
  expect(all['bridge']).toMatchObject({ manyAtOnce: { identical: sizes.tiny.requests } })
})
