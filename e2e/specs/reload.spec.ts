import { expect, test } from '../fixtures.ts'

/** Types into an input as a person does, and reloads in the same moment: nothing has the time to be stored. */
function typeAndReload(input: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const type = input instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement
  Object.getOwnPropertyDescriptor(type.prototype, 'value')?.set?.call(input, text)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  location.reload()
}

test('of a hundred edits, each followed at once by a reload, none is lost', async ({ designer }) => {
  test.setTimeout(600_000)
  const { page, editor } = designer
  // The least that has a topic to edit: nearly all of the time goes by with loading the page.
  await designer.importFlow(`{
    "version": 4,
    "flows": { "default": { "config": { "platform": "server" }, "destinations": { "kafka": {
      "package": "@walkeros/server-destination-kafka",
      "config": { "settings": { "kafka": { "brokers": ["localhost:9092"], "topic": "orders" } } }
    } } } }
  }`)
  const topic = editor.region.getByRole('combobox', { name: 'Topic', exact: true })
  for (let number = 1; number <= 100; number++) {
    const isReloaded = page.waitForEvent('domcontentloaded')
    await topic.evaluate(typeAndReload, `edit-${number}`)
    await isReloaded
    await expect.poll(() => topic.inputValue(), { timeout: 60_000, intervals: [30] }).toBe(`edit-${number}`)
  }
})

test('samples, and a name that is still being typed, outlive a reload too', async ({ designer }) => {
  const { page, samples } = designer
  await designer.example('Shop orders')
  await samples.edit()
  // In the midst of the text, a letter at a time: each stands where it was typed.
  await samples.type('{"name":"order complete"}')
  await page.keyboard.press('Home')
  for (let step = 0; step < 9; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.type('new ')
  await expect(samples.eventText).toContainText(/"name":"new\sorder\scomplete"/)
  await samples.type('{"name":"order complete","data":{"id":"kept"}}')
  await page.reload()
  await samples.edit()
  await expect(samples.eventText).toContainText('kept')
  await samples.event.getByRole('textbox', { name: 'Sample title' }).fill('half a na')
  await page.reload()
  await expect(samples.rows.first()).toContainText('half a na')
})

test('what is typed in the code outlives a reload in the same moment', async ({ designer }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  await editor.showCode()
  await designer.code.replace('shop.orders', 'kept.by.reload')
  await page.reload()
  await editor.showForm()
  await expect(
    editor.region.getByText('kept.by.reload').or(designer.record.region.getByText('kept.by.reload')).first(),
  ).toBeVisible()
})

test('a value that is typed for a secret outlives a reload, and lies in no storage that outlives the tab', async ({
  designer,
}) => {
  const { page, editor } = designer
  await designer.importFlow(`{
    "version": 4,
    "flows": { "default": { "config": { "platform": "server" }, "destinations": { "kafka": {
      "package": "@walkeros/server-destination-kafka",
      "config": { "settings": { "kafka": { "brokers": ["localhost:9092"], "topic": "orders", "sasl": {
        "mechanism": "plain", "username": "me", "password": "$secret.KAFKA_PASSWORD"
      } } } }
    } } } }
  }`)
  await editor.region.getByLabel('KAFKA_PASSWORD').fill('hunter2-of-the-cluster')
  await expect(page.getByText('All changes saved in this browser')).toBeVisible()
  await page.reload()
  await expect(editor.region.getByLabel('KAFKA_PASSWORD')).toHaveValue('hunter2-of-the-cluster')
  const stored = await page.evaluate(async () => {
    const found: string[] = [JSON.stringify(localStorage)]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll()
        found.push(await new Promise<string>((resolve) => (all.onsuccess = () => resolve(JSON.stringify(all.result)))))
      }
      database.close()
    }
    return found.join('\n')
  })
  expect(stored).toContain('$secret.KAFKA_PASSWORD')
  expect(stored).not.toContain('hunter2')
})
