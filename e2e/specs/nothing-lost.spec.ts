import { startBridge } from '../bridge-process.ts'
import { designerOn, expect, test } from '../fixtures.ts'

test('a reload keeps the draft', async ({ designer }) => {
  const { editor, record, page } = designer
  await designer.example('Shop orders')
  await editor.topic.fill('kept.after.reload')
  await expect(page.getByText('All changes saved in this browser')).toBeVisible()
  await page.reload()
  await expect(record.topic).toHaveText('kept.after.reload')
  await expect(editor.topic).toHaveValue('kept.after.reload')
})

test('a second tab works on a copy and overwrites nothing', async ({ designer, bridge }) => {
  await designer.example('Shop orders')
  await designer.editor.topic.fill('first.tab')
  await expect(designer.page.getByText('All changes saved in this browser')).toBeVisible()
  const second = designerOn(await designer.page.context().newPage())
  await second.open(bridge.url)
  await expect(second.page.getByRole('status').filter({ hasText: 'open in another tab' })).toBeVisible()
  await second.editor.topic.fill('second.tab')
  await expect(second.page.getByText('All changes saved in this browser')).toBeVisible()
  await designer.page.reload()
  await second.page.reload()
  await expect(designer.record.topic).toHaveText('first.tab')
  await expect(second.record.topic).toHaveText('second.tab')
})

test.describe('without a bridge', () => {
  test.use({ allowedConsole: [/Failed to load resource/] })

  test('the preview goes on, Produce says why it cannot, and a new start is picked up', async ({ page }) => {
    const designer = designerOn(page)
    const first = await startBridge()
    await designer.open(first.url)
    await designer.example('Shop orders')
    await expect(designer.cluster).toHaveAccessibleName('Cluster: env Connected')
    await first.stop()

    await designer.produce.open()
    await expect(designer.produce.dialog).toContainText('The bridge does not answer.')
    await expect(designer.produce.dialog).toContainText('npx -y pnpm start')
    await designer.produce.close()
    await designer.show('Cluster')
    const cluster = page.getByRole('region', { name: 'Cluster' })
    await expect(cluster).toContainText('The bridge does not answer. Start it with: npx -y pnpm start')
    await expect(cluster.getByRole('button', { name: 'Copy command' })).toBeVisible()
    await designer.show('Design')
    await designer.editor.topic.fill('still.previewed')
    await expect(designer.record.topic).toHaveText('still.previewed')

    const second = await startBridge({ port: first.port })
    await expect(designer.cluster).toHaveAccessibleName('Cluster: Open the new link')
    await designer.show('Cluster')
    await expect(cluster).toContainText('The bridge was restarted. Open the link it printed')
    await designer.open(second.url)
    await expect(designer.cluster).toHaveAccessibleName('Cluster: env Connected')
    await designer.show('Design')
    await expect(designer.record.topic).toHaveText('still.previewed')
    await designer.produce.open()
    await designer.produce.produce()
    await designer.produce.create()
    await expect(designer.produce.status).toContainText('identical to the preview')
    await second.stop()
  })
})

test('a broker that is down is named', async ({ page }) => {
  const designer = designerOn(page)
  const bridge = await startBridge({ env: { KAFKA_BROKERS: '127.0.0.1:1' } })
  await designer.open(bridge.url)
  await designer.example('Shop orders')
  await expect(designer.cluster).toHaveAccessibleName('Cluster: env Unreachable')
  await designer.produce.open()
  await expect(designer.produce.dialog).toContainText('Nothing answers at 127.0.0.1:1.')
  await bridge.stop()
})
