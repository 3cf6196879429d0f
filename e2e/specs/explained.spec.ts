import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { expect, test } from '../fixtures.ts'

test('the published walkerOS packages confirm the record on screen', async ({ designer }) => {
  await designer.example('Shop orders')
  await expect(designer.record.region.getByTestId('genuine')).toHaveText('same as walkerOS 4.2.1')
  await designer.editor.topic.fill('elsewhere')
  await expect(designer.record.region.getByTestId('genuine')).toHaveText('same as walkerOS 4.2.1')
})

test('Why tells the rule, every field and the key', async ({ designer }) => {
  const { record, page } = designer
  await designer.example('Shop orders')
  await record.open('Why')
  const story = record.region.getByRole('list', { name: 'How this record was made' })
  await expect(story).toContainText('The event follows order.complete.')
  await expect(page.getByRole('row', { name: 'customer_id user.id' })).toBeVisible()
  await expect(story).toContainText('path data.id of the rule')
})

test('Wire shows the bytes of key and value', async ({ designer }) => {
  await designer.example('Shop orders')
  await designer.record.region.getByRole('tab', { name: 'Wire' }).click()
  await expect(designer.record.region.getByRole('table', { name: 'Bytes of the record' })).toContainText('order_id')
})

test('a reference takes the value that is typed for it and stays a reference in the file', async ({ designer }) => {
  await designer.importFlow(
    JSON.stringify(
      aFlow(aConfig({ mapping: {} }, { brokers: ['$env.BROKERS:localhost:9092'], topic: '$env.TOPIC' })),
      null,
      2,
    ),
  )
  await designer.samples.add('{"name":"order complete"}')
  await expect(designer.problems).toContainText('The reference $env.TOPIC has no value in the preview')
  await designer.rules.destination()
  await designer.page.getByLabel('TOPIC', { exact: true }).fill('orders.typed')
  await expect(designer.record.topic).toHaveText('orders.typed')
  await designer.editor.showCode()
  await designer.code.ready()
  await expect(designer.code.lines).toContainText('$env.TOPIC')
})

/** A flow that pins this version of the collector, with a step. */
function pinnedTo(version: string): string {
  const config = { settings: { kafka: { brokers: ['localhost:9092'], topic: 'orders' } } }
  const kafka = { package: '@walkeros/server-destination-kafka', before: 'clean', config }
  const bundle = { packages: { '@walkeros/collector': { version } } }
  return JSON.stringify({
    version: 4,
    flows: { default: { config: { platform: 'server', bundle }, destinations: { kafka } } },
  })
}

test('the version that is previewed is said, and a flow with steps is proven by the packages the whole way', async ({
  designer,
}) => {
  const { page, record } = designer
  await designer.importFlow(pinnedTo('4.2.1'))
  await designer.samples.add('{"name":"order complete","data":{"id":"O-1"}}')
  await expect(record.region.getByTestId('genuine')).toHaveText('same as walkerOS 4.2.1')
  await expect(page.getByRole('contentinfo')).toContainText('walkerOS 4.2.1 (pinned)')
})

test('the bridge is asked for the packages of another version, and says which could not be had', async ({
  designer,
}) => {
  const { page, record } = designer
  const badge = record.region.getByTestId('genuine')
  await designer.importFlow(pinnedTo('4.9.99'))
  await designer.samples.add('{"name":"order complete","data":{"id":"O-1"}}')
  await expect(badge).toHaveText('not proven for 4.9.99: its packages are not on this page')
  await record.region.getByRole('button', { name: /look at another version/ }).click()
  await page.getByRole('button', { name: 'Prove with walkerOS 4.9.99' }).click()
  await expect(badge).toHaveText(
    'not proven for 4.9.99: the package could not be had: No matching version found for @walkeros/collector@4.9.99.',
  )
})
