import { expect, it } from 'vitest'
import { clusterIdOf } from './cluster-id.ts'

it('never starts with a dash', () => {
  const starts = Array.from({ length: 256 }, (_, first) => clusterIdOf(Uint8Array.of(first, ...Array(15).fill(255)))[0])
  expect(starts).not.toContain('-')
})

it('holds 16 bytes in 22 characters', () => {
  expect(clusterIdOf(new Uint8Array(16).fill(255))).toMatch(/^[\w-]{22}$/)
})
