import { expect, it } from 'vitest'
import { wantedTopics } from './wanted-topics.ts'

const settings = { kafka: { topic: 'orders' } }

it.each([
  { fact: 'no setup', config: { settings }, wanted: [{ topic: 'a' }, { topic: 'b' }] },
  { fact: 'a setup that is off', config: { settings, setup: false }, wanted: [{ topic: 'a' }, { topic: 'b' }] },
  {
    fact: 'a setup of the topic of the settings',
    config: { settings, setup: { numPartitions: 6, configEntries: { 'retention.ms': 1000 } } },
    wanted: [
      { topic: 'a' },
      { topic: 'b' },
      { topic: 'orders', numPartitions: 6, configEntries: { 'retention.ms': '1000' } },
    ],
  },
  {
    fact: 'a setup of a topic that a sample goes to, with a count that is none',
    config: { settings, setup: { topic: 'a', numPartitions: -1, replicationFactor: 3 } },
    wanted: [{ topic: 'a', replicationFactor: 3 }, { topic: 'b' }],
  },
  { fact: 'a config that is no object', config: 'x', wanted: [{ topic: 'a' }, { topic: 'b' }] },
])('asks for the topics of the samples and of $fact', ({ config, wanted }) => {
  expect(wantedTopics(['b', 'a', 'b'], config)).toEqual(wanted)
})
