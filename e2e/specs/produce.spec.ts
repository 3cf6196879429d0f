import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { Locator, Page } from '@playwright/test'
import { startBridge } from '../bridge-process.ts'
import { designerOn, expect, test } from '../fixtures.ts'
import { makeTopic } from '../kafka-topics.ts'

const to = (topic: string) => ({ settings: { topic } })

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('records that cannot go are left out, with the reason and a way out', async ({ page }) => {
  const prefix = crypto.randomUUID()
  const topics = { there: `${prefix}.orders`, missing: `${prefix}.refunds`, refused: `crm.${prefix}` }
  await makeTopic({ topic: topics.there, numPartitions: 1 })
  const folder = mkdtempSync(join(tmpdir(), 'clusters-'))
  const config = join(folder, 'clusters.json')
  const brokers = [process.env['E2E_BROKERS'] ?? '127.0.0.1:1']
  const produce = { enabled: true, topics: [`${prefix}.*`], createTopics: false }
  writeFileSync(config, JSON.stringify({ profiles: [{ name: 'local', environment: 'local', brokers, produce }] }))
  const bridge = await startBridge({ config, env: { KAFKA_BROKERS: '' } })
  const designer = designerOn(page)
  const { dialog, planned, results, status } = designer.produce
  await designer.open(bridge.url)
  const mapping = {
    order: { complete: to(topics.there), refund: to(topics.missing) },
    form: { submit: to(topics.refused) },
  }
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping }))))
  const names = ['order complete', 'order refund', 'form submit']
  await designer.samples.add(names.map((name) => JSON.stringify({ name, data: { id: 'O-1' } })).join('\n'))
  await designer.produce.open()
  await designer.produce.all()
  const row = (name: string) => planned.getByRole('checkbox', { name: new RegExp(`record of ${name}`) })
  await expect(row('order complete')).toBeChecked()
  await expect(row('order refund')).not.toBeChecked()
  await expect(row('form submit')).not.toBeChecked()
  await expect(dialog).toContainText('1 of 3 records')
  await expect(dialog).toContainText(`${topics.missing} does not exist on local: 1 record is left out.`)
  await expect(dialog).toContainText(`${topics.refused} is not allowed on local: 1 record is left out.`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await dialog.getByRole('button', { name: 'Copy allowlist line' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`topics: ["${prefix}.*","${topics.refused}"]`)
  await dialog.getByRole('button', { name: 'Produce 1 record' }).click()
  await expect(status).toHaveText(`${topics.there} 0@0, identical to the preview.`)
  // The outcome stands above the records, to be passed on.
  await expect(status).toBeFocused()
  const heightOf = async (part: Locator) => (await part.boundingBox())?.y ?? Number.NaN
  expect(await heightOf(status)).toBeLessThan(await heightOf(results))
  await dialog.getByRole('button', { name: 'Copy report' }).click()
  const report = await copied(page)
  expect(report).toMatch(/^### Produced to local \(local\), \d{4}-/)
  expect(report).toContain(`| order complete | ${topics.there} | 0 | 0 | Byte-identical |`)
  await dialog.getByRole('button', { name: 'Produce again…' }).click()

  await dialog.getByRole('button', { name: 'Choose another topic' }).click()
  await expect(dialog).toBeHidden()
  await expect(designer.editor.topic).toBeFocused()
  await expect(designer.editor.topic).toHaveValue(topics.missing)
  await bridge.stop()
  rmSync(folder, { recursive: true })
})
