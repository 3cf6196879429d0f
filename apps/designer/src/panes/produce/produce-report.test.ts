import type { ProduceResult } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { produceReport } from './produce-report.ts'

const sent = (name: string, result: Omit<ProduceResult, 'index'>) => ({
  sample: {
    sample: { id: name, title: 'ann@example.org', text: JSON.stringify({ name }) },
    event: null,
    error: null,
    explanation: null,
    isPending: false,
  },
  record: undefined,
  result: { index: 0, ...result },
})

it('says where each record is and whether it is what was shown', () => {
  const place = { topic: 'orders', partition: 2, offset: '391', digest: 'ab12' }
  const report = produceReport(
    { name: 'local', environment: 'development' },
    [
      sent('order complete', { status: 'produced', ...place, identical: true }),
      sent('form submit', { status: 'refused', topic: 'crm', reason: 'crm | forms is not allowed.' }),
    ],
    Date.UTC(2026, 8, 14, 14, 59, 12),
  )
  expect(report).toBe(`### Produced to local (development), 2026-09-14 14:59:12.000 UTC

1 of 2 produced, read back identical.

| Event | Topic | Partition | Offset | Result | Reason | SHA-256 of the record |
| --- | --- | --- | --- | --- | --- | --- |
| order complete | orders | 2 | 391 | Byte-identical |  | ab12 |
| form submit | crm |  |  | Refused | crm \\| forms is not allowed. |  |
`)
})
