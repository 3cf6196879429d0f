import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBridge } from '../bridge-process.ts'
import { type Designer, designerOn, expect, test } from '../fixtures.ts'

const example = readFileSync(new URL('../../examples/shop/flow.json', import.meta.url), 'utf8')
// As people have them: comments, Windows line ends, a byte order mark.
const original = `\uFEFF// The shop's events.\n${example}`.replaceAll('\n', '\r\n')

async function withFile(page: Designer['page'], run: (designer: Designer, path: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'))
  const path = join(folder, 'flow.json')
  writeFileSync(path, original)
  const bridge = await startBridge({ flow: path })
  const designer = designerOn(page)
  try {
    await designer.open(bridge.url)
    await expect(designer.page.getByRole('banner')).toContainText('flow.json')
    await run(designer, path)
  } finally {
    await bridge.stop()
    rmSync(folder, { recursive: true })
  }
}

const status = ({ page }: Designer, text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

test('a file is opened and saved in place: one changed topic is one changed line', async ({ page }) => {
  await withFile(page, async (designer, path) => {
    await designer.editor.topic.fill('orders.v2')
    await designer.editor.topic.press('Enter')
    await page.keyboard.press('Control+s')
    await expect(status(designer, 'Saved flow.json')).toBeVisible()
    const [before, after] = [original.split('\n'), readFileSync(path, 'utf8').split('\n')]
    const changed = after.filter((line, index) => line !== before[index])
    expect(after).toHaveLength(before.length)
    expect(changed).toEqual([expect.stringContaining('"topic": "orders.v2"')])
    await expect(page.getByText('edited', { exact: true })).toBeHidden()
  })
})

test('an edit in the code editor changes its own line alone, whatever the line ends', async ({ page }) => {
  await withFile(page, async (designer, path) => {
    // One line that ends in another way than all others.
    const mixed = original.replace('"version": 4,\r\n', '"version": 4,\n')
    writeFileSync(path, mixed)
    await expect(status(designer, 'shown as it is there')).toBeVisible()
    await designer.editor.showCode()
    await designer.code.ready()
    await designer.code.replace('"shop.products"', '"shop.goods"')
    await expect(page.getByText('edited', { exact: true })).toBeVisible()
    await page.keyboard.press('Control+s')
    await expect(status(designer, 'Saved flow.json')).toBeVisible()
    expect(readFileSync(path, 'utf8')).toBe(mixed.replace('"shop.products"', '"shop.goods"'))
  })
})

test('a change on disk is shown, merged with other lines, and left to the person in the same line', async ({
  page,
}) => {
  await withFile(page, async (designer, path) => {
    const { editor, record } = designer
    const onDisk = (from: string, to: string) => writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    onDisk('"topic": "shop.orders"', '"topic": "from.disk"')
    await expect(record.topic).toHaveText('from.disk')
    await expect(status(designer, 'shown as it is there')).toBeVisible()

    await editor.name.fill('bought')
    await editor.name.press('Enter')
    onDisk('"topic": "from.disk"', '"topic": "again.from.disk"')
    await expect(record.topic).toHaveText('again.from.disk')
    await expect(editor.name).toHaveValue('bought')
    await expect(status(designer, 'both changes are in the draft')).toBeVisible()

    await editor.topic.fill('mine')
    await editor.topic.press('Enter')
    onDisk('"topic": "again.from.disk"', '"topic": "theirs"')
    const conflict = page.getByRole('region', { name: 'Conflict' })
    await expect(conflict).toContainText('flow.json was changed on disk in the same lines as here.')
    await conflict.getByRole('button', { name: 'Show the difference' }).click()
    await expect(conflict.locator('.monaco-diff-editor')).toContainText('theirs')
    await conflict.getByRole('button', { name: 'Keep mine' }).click()
    await page.keyboard.press('Control+s')
    await expect(status(designer, 'Saved flow.json')).toBeVisible()
    expect(readFileSync(path, 'utf8')).toContain('"topic": "mine"')
    expect(readFileSync(path, 'utf8')).toContain('"name": "bought"')
  })
})

test('a reload goes on with the draft of the file', async ({ page }) => {
  await withFile(page, async (designer, path) => {
    await designer.editor.topic.fill('kept')
    await designer.editor.topic.press('Enter')
    await expect(page.getByText('All changes saved in this browser')).toBeVisible()
    await page.reload()
    await expect(designer.record.topic).toHaveText('kept')
    await page.keyboard.press('Control+s')
    await expect(status(designer, 'Saved flow.json')).toBeVisible()
    expect(readFileSync(path, 'utf8').startsWith("\uFEFF// The shop's events.\r\n")).toBe(true)
  })
})

test.describe('when the file is gone', () => {
  test.use({ allowedConsole: [/Failed to load resource/] })

  test('that is said, and the text stays', async ({ page }) => {
    await withFile(page, async (designer, path) => {
      await designer.editor.topic.fill('kept')
      await designer.editor.topic.press('Enter')
      rmSync(path)
      await page.keyboard.press('Control+s')
      await expect(status(designer, 'flow.json is no longer there. Download the flow to keep it.')).toBeVisible()
      await expect(designer.record.topic).toHaveText('kept')
    })
  })
})
