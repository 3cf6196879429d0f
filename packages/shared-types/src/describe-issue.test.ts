import { expect, it } from 'vitest'
import { describeIssues } from './describe-issue.ts'
import { destinationConfigSchema } from './destination-config.ts'

const kafka = { brokers: ['a:9092'], topic: 'orders' }
const sentences = (config: object) => {
  const parsed = destinationConfigSchema.safeParse({ settings: { kafka }, ...config })
  return parsed.success ? [] : describeIssues(parsed.error).map(({ sentence }) => sentence)
}
const rule = (value: unknown) => ({ mapping: { order: { complete: value } } })

it.each([
  { config: { settings: { kafka: { ...kafka, acks: 'all' } } }, says: '`settings.kafka.acks` must be -1, 0 or 1.' },
  { config: { settings: { kafka: { ...kafka, topic: 7 } } }, says: '`settings.kafka.topic` must be a string.' },
  { config: rule(7), says: '`mapping.order.complete` must be a rule or a list of rules.' },
  { config: rule([7]), says: '`mapping.order.complete[0]` must be an object.' },
  {
    config: rule({ settings: { key: { fn: '$code:(event) => event.data.id' } } }),
    says: '`mapping.order.complete.settings.key` must be a string.',
  },
  {
    config: rule({ data: true }),
    says: '`mapping.order.complete.data` must be a path, an object of operators, or a list.',
  },
  { config: { data: { map: { id: { loop: 7 } } } }, says: '`data.map.id.loop` must be [scope, mapping of one item].' },
])('of the forms that a value may have, the one that was meant is described: $says', ({ config, says }) => {
  expect(sentences(config)).toEqual([says])
})
