import { expect, it } from 'vitest'
import type { FaultName } from './faults.ts'
import { torture } from './torture.ts'

const faults: FaultName[] = [
  'a commit comes late',
  'a broker is killed',
  'the answer to a commit gets lost',
  'a worker is killed',
  'retention passes a position',
  'an output topic is deleted and made again',
]

it('gives each event its records once and in order, though brokers, networks and workers fail', async () => {
  const said: string[] = []
  const done = await torture({ seed: 7, next: (_, count) => faults[count], say: (sentence) => said.push(sentence) })
  expect(done.violations, [...said, ...done.violations].join('\n')).toHaveLength(0)
  expect(done).toMatchObject({ faults: faults.length, deadLetters: expect.any(Number) })
  expect(done.expired).toBeGreaterThan(0)
  expect(done.records).toBeGreaterThan(done.deadLetters)
}, 600_000)
