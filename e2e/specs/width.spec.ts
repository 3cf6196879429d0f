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
