import { designerOn, expect, test } from '../fixtures.ts'
import { countWork, layoutRootsOf, settled, watchLayersAfterCaret, workOfKey } from '../work-of-key.ts'

const event = { name: 'order complete', data: { id: 'O-1', total: 1200, city: 'Bern' }, user: { email: 'a@b.example' } }

test('a click on a field fills the input that is marked, and nothing once another thing is used', async ({
  designer,
}) => {
  const { editor, fields, record, rules, samples } = designer
  await designer.example('Shop orders')
  const row = (name: string) => fields.getByRole('row', { name: new RegExp(`^${name} `) })
  const target = fields.getByRole('status').filter({ hasText: 'A click fills' })

  await editor.key.click()
  await expect(target).toHaveText(/A click fills Key/)
  await row('user.id').click()
  await expect(record.key).toHaveText('u-7f3a91')
  await expect(editor.key).toBeFocused()
  await fields.getByRole('button', { name: 'Stop' }).click()
  await expect(target).toBeHidden()

  // Another rule, and the row goes into it; the key of the one before stays.
  await editor.key.click()
  await rules.rule('view').first().click()
  await expect(target).toBeHidden()
  await samples.select('product view')
  const before = await editor.key.inputValue()
  await row('data.id').click()
  await expect(editor.key).toHaveValue(before)
  await rules.rule('complete').first().click()
  await expect(editor.key).toHaveValue('user.id')

  // Another screen, and a new flow.
  await editor.key.click()
  await designer.show('Review')
  await designer.show('Design')
  await expect(target).toBeHidden()
  await editor.key.click()
  await designer.palette.run('new flow')
  await designer.paste(JSON.stringify(event))
  await rules.add()
  await expect(target).toBeHidden()
  await row('data.city').click()
  await expect(editor.source('city')).toHaveValue('data.city')
  await expect(editor.key).toHaveValue('')
})

test('functions are typed over as a whole, conditions may be expressions, and static values take no event along', async ({
  designer,
}) => {
  const { page, editor, record, rules } = designer
  await designer.paste(JSON.stringify(event))
  await rules.add()
  const { region } = editor
  await region.getByLabel('Condition', { exact: true }).fill('data.total > 1000')
  await region.getByRole('button', { name: /^Write it as a function/ }).click()
  await expect(region.getByLabel('Condition', { exact: true })).toHaveValue('({ data }) => data.total > 1000')
  await expect(record.state).toHaveText('Full event')

  await editor.addField()
  await expect(editor.target('field')).toBeFocused()
  await page.keyboard.type('cents')
  await page.keyboard.press('Tab')
  await editor.sourceKind('cents').selectOption('Static value')
  await expect(editor.source('cents')).toHaveValue('""')
  await editor.sourceKind('cents').selectOption('Code')
  await region.getByRole('button', { name: 'Details of cents' }).click()
  await region.getByRole('button', { name: 'Details: source of cents: code editor' }).click()
  const code = region.getByRole('group', { name: 'Details of cents' }).getByRole('code')
  await code.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('(event) => event.data.total * 100')
  await expect(record.value).toContainText('"cents": 120000')
  await expect(code).not.toContainText('@type')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('event => 7')
  await expect(record.value).toContainText('"cents": 7')
  await expect(code).not.toContainText('@type')
  // What reaches into the lines that give the function its type leaves them as they are.
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Control+Shift+ArrowUp')
  await page.keyboard.press('Shift+PageUp')
  await page.keyboard.press('Shift+Control+End')
  await page.keyboard.type('event => 8')
  await expect(record.value).toContainText('"cents": 8')
  await expect(code).not.toContainText('@type')
  await expect(code).toContainText('event => 8')
})

test('undo outlives a reload, back and forward move between screens and rules', async ({ designer }) => {
  const { page, editor, rules } = designer
  await designer.example('Shop orders')
  await editor.topic.fill('one')
  await page.keyboard.press('Tab')
  await editor.key.fill('user.device')
  await page.reload()
  await expect(editor.topic).toHaveValue('one')
  await page.getByRole('button', { name: 'Undo: change key path' }).click()
  await page.getByRole('button', { name: 'Undo: change topic' }).click()
  await expect(editor.topic).not.toHaveValue('one')

  await rules.rule('refund').first().click()
  await expect(editor.region.getByRole('heading', { name: 'order refund' })).toBeVisible()
  await designer.show('Review')
  await designer.show('Cluster')
  await page.goBack()
  await expect(page.getByRole('link', { name: 'Review' })).toHaveAttribute('aria-current', 'page')
  await page.goBack()
  await expect(editor.region.getByRole('heading', { name: 'order refund' })).toBeVisible()
  await page.goBack()
  await expect(editor.region.getByRole('heading', { name: 'order refund' })).toBeHidden()
  await page.goForward()
  await expect(editor.region.getByRole('heading', { name: 'order refund' })).toBeVisible()
})

test('the status bar does not flicker while somebody types', async ({ page, bridge }) => {
  await page.clock.install()
  const designer = designerOn(page)
  await designer.open(bridge.url)
  await designer.example('Shop orders')
  await page.clock.pauseAt(new Date(Date.now() + 60_000))
  const bar = page.getByRole('contentinfo')
  await expect(bar).toContainText('Preview is current')
  await bar.evaluate((footer) => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver(() => seen.push(footer.textContent ?? '')).observe(footer, {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
  await designer.editor.topic.pressSequentially('abc')
  await expect(designer.record.topic).toContainText('abc')
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
  expect(seen.join('\n')).not.toContain('being computed')
})

test('a key renders its input, its row and the record before it is painted, and forces no layout', async ({
  designer,
}) => {
  const { page, editor, record } = designer
  await countWork(page)
  await page.reload()
  await designer.example('Shop orders')
  await editor.topic.fill('shop')
  await settled(page, 'change topic')
  const inTopic = await workOfKey(page, 'Q')
  await expect(record.topic).toHaveText('shopQ')
  expect(inTopic.reads).toEqual([])
  // All that is on the screen are some 500.
  expect(inTopic.rendered).toBeGreaterThan(0)
  expect(inTopic.rendered).toBeLessThanOrEqual(17)

  await editor.source('revenue').fill('data.')
  await page.keyboard.press('Escape')
  await settled(page, 'change source of revenue')
  const inRow = await workOfKey(page, 'i')
  expect(inRow.rendered).toBeGreaterThan(0)
  expect(inRow.rendered).toBeLessThanOrEqual(80)
})

test('the title of the rule is on the page once, and nothing follows it out of view', async ({ designer }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  await expect(editor.region.getByRole('button', { name: 'Delete rule order complete' })).toBeVisible()
  const titles = () => {
    const hidden = [...document.querySelectorAll('template')].map(({ content }) => content)
    return [document, ...hidden].flatMap((root) => [...root.querySelectorAll('.rule-title')]).length
  }
  expect(await page.evaluate(titles)).toBe(1)
})

test('keys lay out the texts that they change, and not the panes around them', async ({ designer }) => {
  const { page, editor, record } = designer
  await designer.example('Shop orders')
  // The topics of other tests that begin as it does would be suggested, and a list has a layer, too.
  await editor.topic.fill('nowhere')
  await settled(page, 'change topic')
  const layersAfterCaret = await watchLayersAfterCaret(page)
  // What is painted after the caret needs a layer of its own: the input is, and nothing else.
  await expect.poll(layersAfterCaret).toEqual([expect.stringMatching(/^INPUT /)])
  // The first one after a pause also changes the badge of the record.
  const roots = await layoutRootsOf(page, () => page.keyboard.type('ABCDEF'))
  await expect(record.topic).toHaveText('nowhereABCDEF')
  expect(roots).toContainEqual(expect.stringMatching(/^INPUT/))
  expect(roots).toContainEqual(expect.stringMatching(/^DD/))

  // A list of suggestions lies over the page, and is no larger than what it shows.
  await editor.key.fill('data.cur')
  await expect.poll(layersAfterCaret).toEqual([expect.stringMatching(/^INPUT /), expect.stringMatching(/^UL /)])
})

test.describe('in a browser that keeps nothing', () => {
  test('the page works and says that nothing is kept', async ({ page, bridge }) => {
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('The user denied permission to access the database.', 'SecurityError')
      }
      Object.defineProperty(IDBFactory.prototype, 'open', { value: refuse })
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse })
    })
    const designer = designerOn(page)
    await designer.open(bridge.url)
    await expect(page.getByRole('contentinfo')).toContainText('This browser keeps nothing for this page')
    await designer.paste(JSON.stringify(event))
    await expect(designer.record.topic).toHaveText('walkeros-events')
    await expect(page.getByRole('contentinfo')).toContainText('Not saved in this browser')
    await designer.palette.run('> theme dark')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })
})

test('the focus is where the next thing happens, after every command of the palette', async ({ designer }) => {
  test.setTimeout(300_000)
  const { page, editor, palette, rules, samples } = designer
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await designer.paste(JSON.stringify(event))
  await expect(samples.region.getByRole('grid')).toBeFocused()
  await rules.add()
  await palette.run('map data.total')
  await expect(editor.target('total')).toBeFocused()
  await page.keyboard.type('amount')
  await page.keyboard.press('Tab')
  await expect(editor.target('amount')).toBeVisible()
  await expect.poll(focused).not.toBe('BODY')
  await editor.target('amount').fill('sum')
  await page.keyboard.press('Enter')
  await expect(editor.target('sum')).toBeFocused()
  // The first click after a rename does what it says.
  await editor.target('sum').fill('total')
  await editor.region.getByRole('button', { name: /^Details of/ }).click()
  await expect(editor.region.getByRole('group', { name: 'Details of total' })).toBeVisible()
  await editor.region.getByRole('button', { name: 'Remove field total' }).click()
  await expect.poll(focused).not.toBe('BODY')

  await palette.open()
  await page.keyboard.type('>')
  const titles = await palette.dialog.getByRole('menuitem').allTextContents()
  await page.keyboard.press('Escape')
  await expect(palette.dialog).toBeHidden()
  // Those that open a dialog or a file chooser of the browser are looked at elsewhere.
  const leaves = /Open another|Download|Copy|Save|Tour|tour|Keyboard|Produce|Share|history|Delete all/
  const names = [...new Set(titles)].filter((title) => !leaves.test(title))
  expect(names.length).toBeGreaterThan(15)
  for (const name of names) {
    await palette.open()
    await page.keyboard.type(`>${name}`)
    const item = palette.dialog.getByRole('menuitem').filter({ hasText: name }).first()
    // Some are gone after others, such as one of two themes.
    if ((await item.count()) === 0) {
      await page.keyboard.press('Escape')
      continue
    }
    await item.click()
    await palette.dialog.waitFor({ state: 'detached' })
    await expect.poll(focused, { message: `after ${name}` }).not.toBe('BODY')
  }
})

test('what takes the place of something removed has the focus, and a folded pane unfolds to its usual width', async ({
  designer,
}) => {
  const { page, editor, rules, samples, record } = designer
  await designer.example('Shop orders')
  const grid = samples.region.getByRole('grid', { name: 'Samples' })
  await samples.select('Free sample')
  await grid.focus()
  await page.keyboard.press('Delete')
  await expect(grid).toBeFocused()
  await expect(samples.region.getByRole('row', { selected: true })).toContainText('Guest checkout')

  await samples.select('Two items')
  await editor.region.getByRole('button', { name: 'Remove field revenue' }).click()
  const row = editor.region.locator('tr', { has: page.getByLabel('Target field currency', { exact: true }) })
  await expect(row.locator(':focus')).toHaveCount(1)

  await record.test.getByRole('button', { name: /^Delete the test/ }).click()
  await expect(record.region.locator(':focus')).toHaveCount(1)

  await rules.rule('complete').focus()
  await page.keyboard.press('Delete')
  await expect(rules.rule('complete')).toHaveCount(0)
  await expect(rules.tree.locator(':focus')).toHaveCount(1)

  for (const [edge, pane, region] of [
    ['Width of samples', 'Samples, Fields', samples.region],
    ['Width of rules', 'Rules', rules.region],
  ] as const) {
    const width = async () => (await region.boundingBox())?.width
    const usual = await width()
    await page.getByRole('separator', { name: edge }).press('Enter')
    await expect(region).toBeHidden()
    await page.getByRole('button', { name: `Unfold ${pane}` }).click()
    await expect.poll(width).toBe(usual)
  }
})
