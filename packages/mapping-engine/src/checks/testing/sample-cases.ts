import { aConfig, anEvent } from '../../testing/builders.ts'
import { clean, field, type ProblemCase, rule } from './problem-case.ts'

/** Problems of samples taken together. */
export const sampleCases: ProblemCase[] = [
  {
    code: 'unknown-path',
    config: aConfig(field('data.gtm.id')),
    event: anEvent({ data: { id: '1', 'gtm.id': 2 } }),
    cause:
      '`data.gtm.id` reaches nothing. The name `gtm.id` has a dot in it, which no path can have; a map reaches it with',
  },
  {
    code: 'unknown-path',
    config: aConfig(field('data.totl')),
    cause: '`data.totl` is in no sample. Did you mean `data.total`?',
  },
  {
    code: 'unused-rule',
    config: aConfig({ mapping: { order: { complete: clean, refund: clean } } }),
    cause: 'No sample matches `order → refund`',
  },
  {
    code: 'partition-skew',
    config: aConfig(rule({})),
    events: Array.from({ length: 5 }, () => anEvent()),
    cause: 'All 5 records on `walkeros-events` have the key `order_complete`',
  },
  {
    code: 'key-low-cardinality',
    config: aConfig(rule({ settings: { key: 'data.currency' } })),
    events: Array.from({ length: 20 }, (_, index) =>
      anEvent({ data: { id: `O-${index}`, currency: index % 2 ? 'EUR' : 'USD' } }),
    ),
    cause: 'The 20 records on `walkeros-events` have only 2 keys (`USD`, `EUR`), so at most 2 partitions are used.',
  },
]
