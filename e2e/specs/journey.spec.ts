import { expect, test } from '../fixtures.ts'

const push = (body: string) => ({ code: { push: `$code:(event) => { ${body} }` } })
const kafka = (topic: string, more: object = {}) => ({
  package: '@walkeros/server-destination-kafka',
  config: { settings: { kafka: { brokers: ['localhost:9092'], topic, key: 'data.id' } } },
  ...more,
})

/** A flow with a source, steps on it and before its destinations. */
const flow = JSON.stringify(
  {
    version: 4,
    flows: {
      shop: {
        config: { platform: 'server', bundle: { packages: { '@walkeros/collector': { version: '4.2.1' } } } },
        sources: {
          web: {
            package: '@walkeros/server-source-express',
            config: { ingest: { map: { path: 'path' } } },
            next: ['addChannel', 'round'],
          },
        },
        transformers: {
          addChannel: push("event.data = { ...event.data, channel: 'web' }; return { event }"),
          round: push('return { ...event, data: { total: 1 } }'),
          redact: push('delete event.user.email; return { event }'),
          largeOnly: push('return event.data.total > 100 ? { event } : false'),
          fingerprint: { package: '@walkeros/server-transformer-fingerprint' },
        },
        destinations: {
          kafka: kafka('orders', { before: ['redact', 'largeOnly'] }),
          crm: kafka('crm', { before: 'fingerprint' }),
        },
      },
    },
  },
  null,
  2,
)
const order = (total: number) =>
  JSON.stringify({
    name: 'order complete',
    data: { id: `O-${total}`, total },
    user: { id: 'u1', email: 'ann@example.org' },
  })

test('the record on screen is what the whole flow sends', async ({ designer }) => {
  const { page, record, samples } = designer
  await designer.importFlow(flow)
  await samples.add(order(129))
  await expect(record.topic).toHaveText('orders')
  await expect(record.region).not.toContainText('ann@example.org')
  await samples.add(order(7))
  await expect(record.state).toHaveText('Dropped')
  await expect(record.region).toContainText('dropped by largeOnly: returned false')
  await designer.palette.run('Destination: shop / crm')
  await expect(record.state).toHaveText('Not proven')
  await expect(record.region).toContainText('@walkeros/server-transformer-fingerprint')
  await expect(page.getByRole('button', { name: 'Save as test' })).toBeDisabled()
})
