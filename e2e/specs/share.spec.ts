import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { packShared, unpackShared } from '../../apps/designer/src/document/share.ts'
import { startBridge } from '../bridge-process.ts'
import { designerOn, expect, test } from '../fixtures.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('a link opens the same rules with a redacted sample, and leaves the draft of its reader alone', async ({
  designer,
  browser,
  bridge,
}) => {
  const { page, editor } = designer
  await designer.example('Identity and consent')
  await editor.topic.fill('größe.漢字')
  await designer.chooseExport('Share a link')
  const dialog = page.getByRole('dialog', { name: 'Share a link' })
  await expect(dialog.getByRole('table', { name: 'Values in the link' })).toContainText('redacted')
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toContain('#share=')

  const context = await browser.newContext()
  const mine = designerOn(await context.newPage())
  await mine.open(bridge.url)
  await mine.paste('{"name":"my own","data":{"id":"1"}}')
  await expect(mine.page.getByRole('contentinfo')).toContainText('All changes saved')
  const theirs = designerOn(await context.newPage())
  await theirs.open(link)
  await expect(theirs.record.topic).toHaveText('größe.漢字')
  await theirs.samples.edit()
  await expect(theirs.samples.eventText).toContainText('redacted')
  expect(theirs.page.url()).not.toContain('share=')
  await mine.page.reload()
  await expect(mine.samples.rows).toHaveText([/my own/])
  await context.close()
})

test('a link holds nothing that was left out, and leads to the designer of the reader', async ({ designer }) => {
  const { page, samples, record } = designer
  await designer.example('Shop orders')
  const email = 'ann.secret@example.org'
  await samples.add(
    JSON.stringify({ name: 'order complete', data: { id: 'O-1', note: `for ${email}` }, user: { email } }),
  )
  await page.keyboard.press('Control+Shift+S')
  await expect(record.test).toContainText('Test passes')
  await samples.add(
    JSON.stringify({ name: 'order complete', data: { id: 'O-2' }, user: { email: 'bob.secret@example.org' } }),
  )
  await page.keyboard.press('Control+Shift+S')
  await expect(record.test).toContainText('Test passes')
  await designer.palette.run('share a link')
  const dialog = page.getByRole('dialog', { name: 'Share a link' })
  await expect(dialog).toContainText('This address is on your computer alone.')
  await dialog.getByRole('textbox', { name: 'Designer' }).fill('https://designer.example.org/')
  await expect(dialog).not.toContainText('This address is on your computer alone.')
  const fields = dialog.getByRole('table', { name: 'Values in the link' })
  // A value that only a test of another sample holds is on the list, too.
  await expect(fields.getByRole('checkbox', { name: 'Leave out user.email' })).toBeChecked()
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(/^https:\/\/designer\.example\.org\/#share=/)
  const shared = JSON.stringify(unpackShared(link))
  expect(shared).toContain('order complete')
  for (const secret of [email, 'bob.secret@example.org', 'u-7f3a91', 's-2b81e0']) expect(shared).not.toContain(secret)
})

test('functions of a shared flow run when the reader says so, and not before', async ({ designer, browser }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  await editor.sourceKind('revenue').selectOption('Code')
  await editor.source('revenue').fill("() => 'ran'")
  await expect(designer.record.value).toContainText('"ran"')
  await designer.palette.run('share a link')
  await page.getByRole('button', { name: 'Copy link' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())

  const context = await browser.newContext()
  const theirs = designerOn(await context.newPage())
  await theirs.open(link)
  await expect(theirs.record.state).toHaveText('Not run')
  await expect(theirs.page.getByRole('alert')).toContainText('They are not run until you say so.')
  await theirs.produce.open()
  await expect(theirs.produce.dialog).toContainText('let them run first')
  await theirs.produce.close()
  await theirs.page.reload()
  await expect(theirs.record.state).toHaveText('Not run')
  await theirs.page.getByRole('button', { name: 'Run the functions' }).click()
  await expect(theirs.record.value).toContainText('"ran"')
  await context.close()
})

test('what is too long for a link is shared as a file, and opened like a flow', async ({
  designer,
  browser,
  bridge,
}) => {
  const { page, samples } = designer
  await designer.example('Shop orders')
  const noise = Array.from({ length: 800 }, () => crypto.randomUUID())
  await samples.add(JSON.stringify({ name: 'order complete', data: { id: 'L', noise } }))
  await designer.chooseExport('Share a link')
  await page.getByRole('button', { name: 'All 9' }).click()
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeDisabled()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as file' }).click(),
  ])
  const context = await browser.newContext()
  const theirs = designerOn(await context.newPage())
  await theirs.open(bridge.url)
  await theirs.page.locator('input[type=file]').setInputFiles(await download.path())
  await expect(theirs.samples.region.getByRole('grid')).toHaveAttribute('aria-rowcount', '9')
  await context.close()
})

test('earlier versions are kept, compared and restored', async ({ designer }) => {
  const { page, editor, record } = designer
  await designer.example('Shop orders')
  await editor.topic.fill('changed.topic')
  await designer.chooseExport('Local history')
  const dialog = page.getByRole('dialog', { name: 'Local history' })
  const first = dialog.getByRole('listitem').filter({ hasText: 'before the change' })
  await first.getByRole('button', { expanded: false }).click()
  await expect(dialog.locator('.monaco-diff-editor')).toContainText('changed.topic')
  await first.getByRole('button', { name: 'Restore' }).click()
  await expect(record.topic).toHaveText('shop.orders')
  await designer.undo()
  await expect(record.topic).toHaveText('changed.topic')
})

test('on a bridge with files of its own, a link shows its own flow, also after a reload', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'))
  const flow = (topic: string) => JSON.stringify(aFlow(aConfig({}, { topic })))
  writeFileSync(join(folder, 'flow.json'), flow('of.the.file'))
  const bridge = await startBridge({ flow: folder })
  try {
    const designer = designerOn(page)
    const samples = [{ title: 'shared', text: '{"name":"page view"}' }]
    await designer.open(`${new URL(bridge.url).origin}/#${packShared({ text: flow('of.the.link'), samples })}`)
    await expect(page.getByRole('status').filter({ hasText: 'Opened from a link' })).toBeVisible()
    await expect(designer.record.topic).toHaveText('of.the.link')
    await page.goto(bridge.url)
    await expect(designer.cluster).toContainText('Connected')
    await page.reload()
    await expect(designer.cluster).toContainText('Connected')
    await expect(designer.record.topic).toHaveText('of.the.link')
    await designer.chooseExport('Open flow.json')
    await expect(page.getByRole('banner')).toContainText('flow.json')
  } finally {
    await bridge.stop()
    rmSync(folder, { recursive: true })
  }
})

for (const [what, shared] of Object.entries({
  'a flow of 5,000 brackets': { text: '{"a":'.repeat(5_000), samples: [] },
  'a sample of 5,000 brackets': {
    text: '{}',
    samples: [{ title: 'deep', text: `{"name":"page view","data":${'['.repeat(5_000)}` }],
  },
})) {
  test(`a link with ${what} is refused in a sentence`, async ({ page, bridge }) => {
    const designer = designerOn(page)
    await designer.open(`${new URL(bridge.url).origin}/#${packShared(shared)}`)
    await expect(page.getByRole('status').filter({ hasText: 'The shared flow cannot be read:' })).toBeVisible()
    await designer.example('Shop orders')
    await expect(designer.record.topic).toHaveText('shop.orders')
  })
}
