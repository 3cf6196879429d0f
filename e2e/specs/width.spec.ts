import { expect, test } from '../fixtures.ts'

const kafka = {
  package: '@walkeros/server-destination-kafka',
  config: { settings: { kafka: { topic: 'shop', brokers: ['localhost:9092'] } } },
}
const web = { package: '@walkeros/server-source-express', config: {} }
const flow = { version: 4, flows: { shop: { sources: { web }, destinations: { kafka } } } }

test('a screen keeps what was typed and the focus when the window crosses a width', async ({ designer }) => {
  const { page, samples, palette } = designer
  await designer.importFlow(JSON.stringify(flow))
  await samples.add(JSON.stringify({ name: 'order complete', data: { id: 'O-1' } }))
  await palette.run('Show Journey')
  await page.getByRole('group', { name: 'Enters at' }).getByRole('button', { name: 'web' }).click()
  const request = page.getByRole('textbox', { name: 'Request' })
  await request.fill('{"kept":')
  const before = await request.elementHandle()
  for (const width of [1100, 900, 390, 1000, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    await expect(request).toHaveValue('{"kept":')
    expect(await before?.evaluate((input) => input.isConnected && document.activeElement === input)).toBe(true)
  }
})

test('the panes of Design keep what is typed, open and scrolled when the window crosses a width', async ({
  designer,
}) => {
  const { page, editor, samples, fields } = designer
  await designer.example('Shop orders')
  const size = (width: number) => page.setViewportSize({ width, height: 700 })
  await editor.region.getByRole('button', { name: 'Details of revenue' }).click()
  const details = editor.region.getByRole('group', { name: 'Details of revenue' })
  await expect(details).toBeVisible()
  const filter = fields.getByRole('searchbox')
  await filter.fill('data')
  await samples.region.getByRole('button', { name: 'Filter samples' }).click()
  const form = editor.region.getByRole('tabpanel', { name: 'Form' })
  const name = editor.target('currency')
  await name.fill('curr')
  const before = await name.elementHandle()
  const isKept = () => before?.evaluate((input) => input.isConnected && document.activeElement === input)
  await form.evaluate((element) => element.scrollTo(0, 60))
  const scrolled = await form.evaluate(({ scrollTop }) => scrollTop)
  expect(scrolled).toBeGreaterThan(0)
  for (const width of [1200, 1000, 1300, 1440]) {
    await size(width)
    await expect(name).toHaveValue('curr')
    expect(await isKept()).toBe(true)
    await expect(details).toBeVisible()
    await expect(filter).toHaveValue('data')
    await expect(samples.region.getByRole('searchbox')).toBeVisible()
  }
  expect(await form.evaluate(({ scrollTop }) => scrollTop)).toBe(scrolled)
  // On a phone one pane is there; the others are as they were when they come back.
  await size(390)
  await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
  await expect(details).toBeVisible()
  await size(1440)
  await expect(filter).toHaveValue('data')
  await expect(details).toBeVisible()
})
