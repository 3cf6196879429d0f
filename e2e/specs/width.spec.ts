import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { type Designer, expect, test } from '../fixtures.ts'

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

/** How many rows of the mapping are whole in the view of the form. */
async function rowsInView({ editor: { region } }: Designer): Promise<number> {
  const room = await region.getByRole('tabpanel', { name: 'Form' }).boundingBox()
  return region.locator('.map-table tr[data-place]').evaluateAll(
    (found, { top, bottom }) =>
      found.filter((row) => {
        const box = row.getBoundingClientRect()
        return box.top >= top - 1 && box.bottom <= bottom + 1
      }).length,
    { top: room?.y ?? 0, bottom: (room?.y ?? 0) + (room?.height ?? 0) },
  )
}

test('in one pane Rules begin with rows of the mapping in view, below the settings of the rule', async ({
  designer,
}) => {
  const { page, editor, rules } = designer
  await designer.example('Shop orders')
  for (const [width, height, rows] of [
    [800, 1000, 4],
    [390, 844, 3],
    [360, 740, 2],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
    await expect(rules.tree.locator('[aria-selected="true"]')).toBeInViewport({ ratio: 1 })
    await expect(editor.key).toBeInViewport({ ratio: 1 })
    await expect(editor.target('order_id')).toBeVisible()
    expect(await rowsInView(designer), `${width} × ${height}`).toBeGreaterThanOrEqual(rows)
  }
})

test('on a phone what topic and key come to is beside them, also where nothing else is', async ({ designer }) => {
  const { page, editor, rules, samples } = designer
  const rule = { data: { map: { id: 'data.id' } } }
  await designer.importFlow(
    JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: rule } } }, { topic: 'shop' }))),
  )
  await samples.add('{"name":"order complete","data":{"id":"A"}}')
  await rules.rule('complete').click()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
  for (const origin of ['settings', 'fallback'])
    await expect(editor.region.getByText(origin, { exact: true })).toBeInViewport({ ratio: 1 })
})

test('on a phone a header is one row, which ends with what removes it', async ({ designer }) => {
  const { page, editor, rules } = designer
  await designer.example('Shop orders')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
  await rules.destination()
  const boxes = await editor.region
    .locator('tr', { has: page.getByLabel('Value of header x-flow') })
    .locator('td')
    .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().toJSON()))
  expect(new Set(boxes.map(({ top }) => Math.round(top))).size).toBe(1)
  expect(boxes.at(-1).right).toBeGreaterThan(380)
})

test('a page at twice its size shows several rows of the mapping at once', async ({ designer }) => {
  const { page, editor, rules } = designer
  await designer.example('Shop orders')
  for (const [width, height] of [
    [720, 450],
    [640, 360],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
    await expect(rules.tree).toBeVisible()
    const form = editor.region.getByRole('tabpanel', { name: 'Form' })
    await form.evaluate((element) => element.scrollTo(0, 0))
    expect(await rowsInView(designer), `${width} × ${height}, at first`).toBeGreaterThanOrEqual(1)
    await editor.target('order_id').evaluate((input) => input.scrollIntoView())
    const rows = await rowsInView(designer)
    expect(rows, `${width} × ${height}`).toBeGreaterThanOrEqual(height === 450 ? 6 : 4)
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0)
  }
})

test('Problems stay as they are when the window crosses the width of one pane', async ({ designer }) => {
  const { page, problems } = designer
  await designer.example('Shop orders')
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /problem/i })
    .click()
  const scope = problems.getByRole('button', { name: 'This sample' })
  await scope.click()
  const before = await problems.elementHandle()
  for (const width of [390, 1100, 390, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    if (width === 390)
      await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Problems' }).click()
    await expect(scope).toHaveAttribute('aria-pressed', 'true')
    expect(await before?.evaluate((pane) => pane.isConnected)).toBe(true)
  }
})

test('Design stays as it is while another screen is shown, and does nothing meanwhile', async ({ designer }) => {
  const { page, editor, samples, fields } = designer
  await designer.example('Shop orders')
  await page.setViewportSize({ width: 1440, height: 600 })
  await editor.topic.fill('orders.new')
  await editor.region.getByRole('button', { name: 'Details of revenue' }).click()
  const details = editor.region.getByRole('group', { name: 'Details of revenue' })
  await fields.getByRole('searchbox').fill('data')
  await samples.region.getByRole('button', { name: 'Filter samples' }).click()
  await samples.region.getByRole('searchbox').fill('o')
  const form = editor.region.getByRole('tabpanel', { name: 'Form' })
  const scrolled = () => form.evaluate(({ scrollTop }) => scrollTop)
  await form.evaluate((element) => element.scrollTo(0, 60))
  expect(await scrolled()).toBe(60)
  const before = await editor.region.elementHandle()
  const changes = await before?.evaluateHandle((pane) => {
    const seen: MutationRecord[] = []
    new MutationObserver((some) => seen.push(...some)).observe(pane, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    return seen
  })
  const undo = page.getByRole('banner').getByRole('button', { name: 'Undo: change topic' })
  for (const [screen, key, topic] of [
    ['Journey', 'Control+z', 'shop.orders'],
    ['Review', 'Control+Shift+Z', 'orders.new'],
    ['Cluster', 'Control+z', 'shop.orders'],
  ] as const) {
    await test.step(screen, async () => {
      await designer.show(screen)
      await expect(editor.region).toHaveCount(0)
      await changes?.evaluate((seen) => seen.splice(0))
      await page.keyboard.press(key)
      await expect(undo).toHaveCount(topic === 'orders.new' ? 1 : 0)
      expect(await changes?.evaluate(({ length }) => length)).toBe(0)
      await designer.show('Design')
      await expect(details).toBeVisible()
      await expect(editor.topic).toHaveValue(topic)
      expect(await before?.evaluate((pane) => pane.isConnected)).toBe(true)
      expect(await scrolled()).toBe(60)
      await expect(fields.getByRole('searchbox')).toHaveValue('data')
      await expect(samples.region.getByRole('searchbox')).toHaveValue('o')
    })
  }
})

test('the other screens keep what was typed and found while Design is shown', async ({ designer }) => {
  const { page, palette } = designer
  await designer.example('Shop orders')
  await palette.run('> Show Matrix')
  const matrix = page.getByRole('region', { name: 'All samples' })
  const search = matrix.getByRole('searchbox', { name: 'Filter samples' })
  await search.fill('order')
  await designer.show('Design')
  await designer.editor.topic.fill('orders.new')
  await designer.show('Review')
  await expect(search).toHaveValue('order')
  await expect(matrix).toContainText('orders.new')
})

test('on a phone Consent shows one state at a time, and nothing beside the window', async ({ designer }) => {
  const { page, palette } = designer
  await designer.example('Shop orders')
  await palette.run('> Show Consent')
  const table = page.getByRole('region', { name: 'Fields by consent' })
  await expect(table).toBeVisible()
  const titles = await table
    .locator('thead th')
    .evaluateAll((heads) => heads.map(({ firstChild }) => firstChild?.textContent))
  await page.setViewportSize({ width: 390, height: 844 })
  const choice = table.getByRole('combobox', { name: 'State of consent' })
  await expect(choice.getByRole('option')).toHaveText(titles.slice(1).map(String))
  const room = await choice.evaluate((one) => [one, one.closest('th')].map((box) => box?.getBoundingClientRect().top))
  expect(Number(room[0]) - Number(room[1])).toBeGreaterThanOrEqual(5)
  for (const [index] of titles.slice(1).entries()) {
    await choice.selectOption({ index })
    await expect(table.locator('tbody tr').nth(1).locator('td')).toHaveCount(1)
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  }
  // What says why follows the state.
  await table.locator('tbody td button').nth(1).click()
  await choice.selectOption({ index: 0 })
  await expect(table.locator('tbody td button[aria-pressed="true"]')).toHaveCount(1)
  await page.setViewportSize({ width: 1440, height: 844 })
  await expect(table.locator('thead th')).toHaveCount(titles.length)
})
