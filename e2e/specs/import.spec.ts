import { expect, test } from '../fixtures.ts'

const config = { settings: { kafka: { brokers: ['localhost:9092'], topic: 'from.config' } }, mapping: {} }
const event = '{"name": "order complete", "data": {"id": "O-1"}}'

test('a TypeScript config is taken over, its functions too', async ({ designer }) => {
  await designer.paste(`export const destination: Config = {
    settings: { kafka: { brokers: ['localhost:9092'], topic: 'from.source' } },
    mapping: { order: { complete: { data: { map: { id: (event: Event) => event.data.id } } } } },
  }`)
  await expect(
    designer.page.getByRole('status').filter({ hasText: 'The config was put into a new flow file.' }),
  ).toBeVisible()
  await designer.samples.add(event)
  await expect(designer.record.topic).toHaveText('from.source')
})

test('a destination config alone is opened in a flow of its own', async ({ designer }) => {
  await designer.importFlow(JSON.stringify(config))
  await designer.samples.add(event)
  await expect(designer.record.topic).toHaveText('from.config')
})

test('a flow without a Kafka destination is offered one', async ({ designer }) => {
  await designer.importFlow('{"version": 4, "flows": {"shop": {"destinations": {"ga": {"package": "x"}}}}}')
  const alert = designer.page.getByRole('alert')
  await expect(alert).toContainText('The flow file has no Kafka destination')
  await alert.getByRole('button', { name: 'Add a Kafka destination' }).click()
  await expect(designer.page.getByRole('button', { name: 'Destination: shop / kafka' })).toBeVisible()
})

test('an older flow file is explained, and upgraded when wanted', async ({ designer }) => {
  const step = { package: '@walkeros/server-destination-kafka', config }
  await designer.importFlow(
    JSON.stringify({ version: 3, flows: { shop: { server: {}, destinations: { kafka: step } } } }),
  )
  const alert = designer.page.getByRole('alert')
  await expect(alert).toContainText('This is a flow file of version 3; only version 4 can be opened.')
  await alert.getByRole('button', { name: 'Upgrade a copy to version 4' }).click()
  await designer.editor.showCode()
  await designer.code.ready()
  await expect(designer.code.lines).toContainText('"platform": "server"')
})

test('what cannot be taken over is named with its line, the rest is taken, and a text that is broken stays', async ({
  designer,
}) => {
  const events = designer.page.getByRole('textbox', { name: 'Events' })
  await designer.paste('export default {\n  settings: { kafka: { brokers, topic: "a" }\n}')
  await expect(designer.page.getByRole('alert')).toContainText('Line 3')
  await expect(events).toHaveValue(/brokers, topic/)
  await designer.paste('export default {\n  settings: { kafka: { brokers, topic: "from.source" } },\n}')
  await expect(
    designer.page.getByRole('status').filter({ hasText: 'Left out: Line 2: brokers is known only where' }),
  ).toBeVisible()
  await designer.editor.showCode()
  await designer.code.ready()
  await expect(designer.code.lines).toContainText('"topic": "from.source"')
})
