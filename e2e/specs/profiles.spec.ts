import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBridge } from '../bridge-process.ts'
import { designerOn, expect, test } from '../fixtures.ts'

test('a production cluster is named as one, and gets nothing before its name is typed', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'clusters-'))
  const config = join(folder, 'clusters.yaml')
  writeFileSync(
    config,
    `profiles:
  - name: live
    environment: production
    brokers: [${process.env['E2E_BROKERS'] ?? '127.0.0.1:1'}]
    produce: { enabled: true, topics: ["production.*"], createTopics: true }
  - name: second
    environment: staging
    brokers: [${process.env['E2E_BROKERS'] ?? '127.0.0.1:1'}]
    produce: { enabled: true, topics: ["production.*"], createTopics: true }
`,
  )
  const bridge = await startBridge({ config, env: { KAFKA_BROKERS: '' } })
  const designer = designerOn(page)
  await designer.open(bridge.url)
  await designer.example('Shop orders')
  await designer.editor.topic.fill('production.orders')
  await expect(designer.cluster).toContainText('Production')
  await page.keyboard.press('Control+Enter')
  const { dialog } = designer.produce
  const send = dialog.getByRole('button', { name: /^Produce/ })
  await expect(send).toBeDisabled()
  // The shortcut alone sends nothing: it leads to the input.
  await page.keyboard.press('Control+Enter')
  await expect(dialog.getByLabel('Type live to confirm')).toBeFocused()
  await page.keyboard.type('Live')
  await expect(send).toBeDisabled()
  await dialog.getByLabel('Type live to confirm').fill('live')
  await send.click()
  await expect(designer.produce.status).toHaveText('Nothing was produced.')
  await expect(dialog.getByRole('button', { name: /^Try again/ })).toBeDisabled()
  await dialog.getByLabel('Type live to confirm').fill('live')
  await dialog.getByLabel('Type production.orders to create it').fill('production.orders')
  await designer.produce.create()
  await expect(designer.produce.status).toContainText('identical to the preview')
  await expect(designer.produce.status).toBeFocused()
  // What became of a record on one target says nothing about another.
  await dialog.getByLabel('Target profile').selectOption('second')
  await expect(designer.produce.results).toBeHidden()
  await expect(designer.produce.planned).toContainText('production.orders')
  await expect(dialog.getByRole('heading')).toHaveText('Produce')
  await dialog.getByLabel('Target profile').selectOption('live')
  await expect(dialog.getByRole('heading')).toHaveText('Produce to production: live')
  await dialog.getByRole('button', { name: 'Produce again…' }).click()
  await expect(designer.produce.planned).toBeVisible()
  await expect(send).toBeDisabled()
  await bridge.stop()
  rmSync(folder, { recursive: true })
})

test('the contract is held against the versions of a schema registry, with the line of the flow that breaks it', async ({
  page,
}) => {
  const schemaOf = (type: string) => JSON.stringify({ type: 'object', properties: { order_id: { type } } })
  const version = (number: number, type: string) => ({
    ...{ version: number, id: number, schemaType: 'JSON' },
    schema: schemaOf(type),
  })
  const place = '/subjects/shop.orders-value/versions'
  const answers: Record<string, object> = {
    '/subjects': ['shop.orders-value', 'other-value'],
    [place]: [1, 2],
    [`${place}/1`]: version(1, 'number'),
    [`${place}/latest`]: version(2, 'string'),
    '/config/shop.orders-value?defaultToGlobal=true': { compatibilityLevel: 'FORWARD' },
  }
  const registry = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`
  const folder = mkdtempSync(join(tmpdir(), 'clusters-'))
  const config = join(folder, 'clusters.json')
  const brokers = [process.env['E2E_BROKERS'] ?? '127.0.0.1:1']
  writeFileSync(
    config,
    JSON.stringify({ profiles: [{ name: 'local', environment: 'local', brokers, schemaRegistry: { url } }] }),
  )
  const bridge = await startBridge({ config, env: { KAFKA_BROKERS: '' } })
  const designer = designerOn(page)
  await designer.open(bridge.url)
  await designer.example('Shop orders')
  await designer.palette.run('Check the contract against the schema registry')
  const contract = page.getByRole('region', { name: 'Contract', exact: true })
  const verdict = contract.getByRole('note', { name: 'Verdict' })
  await expect(verdict).toContainText('who rely on shop.orders-value, version 2 can read the new values')
  await page.getByRole('combobox', { name: 'Compatibility' }).selectOption('forward-transitive')
  await expect(verdict).toContainText('cannot read every new value')
  const field = contract.getByRole('row', { name: /^order_id / })
  await expect(field).toContainText(/number is read \(version 1\) \(line \d+, \d+\)/)
  await page.getByRole('combobox', { name: 'Subject' }).selectOption('other-value')
  await expect(contract.getByRole('status')).toContainText('The registry has no subject other-value.')
  await bridge.stop()
  registry.close()
  rmSync(folder, { recursive: true })
})
