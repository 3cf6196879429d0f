import { expect, it } from 'vitest'
import { stepsBefore } from './steps-before.ts'

const kafka = { package: '@walkeros/server-destination-kafka', config: {} }

it.each([
  { flow: { destinations: { kafka } }, steps: [] },
  { flow: { sources: { web: { package: 'x', config: {} } }, destinations: { kafka } }, steps: [] },
  { flow: { sources: { web: { next: 'clean' } }, destinations: { kafka } }, steps: ['source web'] },
  { flow: { sources: { web: { config: { mapping: {} } } }, destinations: { kafka } }, steps: ['source web'] },
  { flow: { collector: { next: 'clean' }, destinations: { kafka } }, steps: ['collector.next'] },
  { flow: { destinations: { kafka: { ...kafka, before: ['clean'] } } }, steps: ['destination.before'] },
  { flow: { destinations: { kafka: { config: { before: 'clean' } } } }, steps: ['destination.before'] },
  { flow: { collector: { run: false }, destinations: { kafka } }, steps: ['collector.run'] },
  { flow: { destinations: { kafka: { ...kafka, cache: {} } } }, steps: ['destination.cache'] },
  { flow: { destinations: { kafka, other: { before: 'clean' } } }, steps: [] },
])('names what may change an event before a destination: $steps', ({ flow, steps }) => {
  expect(stepsBefore(flow, 'kafka')).toEqual(steps)
})
