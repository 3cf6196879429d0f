import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { Locator } from '@playwright/test'
import { violationsOn } from '../accessibility.ts'
import { type Designer, expect, test } from '../fixtures.ts'

// The looks do not need each other: both workers take from them.
test.describe.configure({ mode: 'parallel' })

/** A theme changes colours alone, which the widest layout and that of a phone show. */
const widths = { light: [1440, 1024, 800, 390], dark: [1440, 390] }

/** The widest layout and that of a phone hold all that the ones between them show. */
const checkedWidths = [1440, 390]
/** On a phone one pane is shown at a time. */
async function goTo({ page }: Designer, width: number, pane: string) {
  if (width <= 980) await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: pane }).click()
}

/** Buttons and inputs that reach out of the window or their pane, other than in a table that scrolls, and inputs that are squeezed. */
function cutControls(): string[] {
  const controls = document.querySelectorAll<HTMLElement>('main :is(.btn, .field, .seg > *, .code-field)')
  const isShown = (control: HTMLElement) => control.checkVisibility() && control.closest('table') === null
  return [...controls].filter(isShown).flatMap((control) => {
    const { right, width } = control.getBoundingClientRect()
    // Forms have one column up to this width.
    const least = innerWidth <= 980 ? 0.9 : 0.3
    const isSqueezed =
      control.matches('.form > .code-field') && width < least * (control.parentElement?.clientWidth ?? 0)
    const edge = control.closest('[data-pane]')?.getBoundingClientRect().right ?? innerWidth
    return right > Math.min(innerWidth, edge) + 1 || isSqueezed ? [`${control.textContent} ${control.className}`] : []
  })
}

async function failATest(designer: Designer, width: number) {
  await goTo(designer, width, 'Rules')
  await designer.editor.topic.fill('another.topic')
  await goTo(designer, width, 'Record')
  await expect(designer.record.test).toContainText('Test fails')
}

/** A mapping row with everything around its source, its condition in the code editor. */
async function openDetails({ editor, page }: Designer) {
  await editor.region.getByRole('button', { name: 'Details of customer_id' }).click()
  await editor.region.getByRole('button', { name: 'Condition of customer_id: code editor' }).click()
  await page.locator('.code-field .view-lines').waitFor()
}

const dialogOf = ({ page }: Designer, name: string) => page.getByRole('dialog', { name })

/** The first Escape may be the search box's own. */
async function closeDialog(designer: Designer, name: string) {
  await designer.page.keyboard.press('Escape')
  await designer.page.keyboard.press('Escape')
  await dialogOf(designer, name).waitFor({ state: 'detached' })
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme })

    for (const width of widths[theme]) {
      test(`the first page and the design fit ${width} px and pass the accessibility check`, async ({
        designer,
      }, info) => {
        test.setTimeout(240_000)
        const { page } = designer
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
        const look = async (name: string, within = 'html') => {
          if (process.env['TAKE_PICTURES'])
            await page.screenshot({ path: info.outputPath(`${name}-${theme}-${width}.png`) })
          if (checkedWidths.includes(width)) expect(await violationsOn(page, within, theme)).toEqual([])
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(overflow).toBeLessThanOrEqual(0)
          expect(await page.evaluate(cutControls), name).toEqual([])
        }
        await look('first')
        await designer.example('Shop orders')
        await designer.record.region.waitFor()
        await look('design')
        await designer.palette.run('> add samples')
        expect(await page.evaluate(cutControls), 'add sample').toEqual([])
        await designer.samples.region.getByRole('button', { name: 'Cancel' }).click()
        await goTo(designer, width, 'Record')
        for (const tab of ['Key', 'Headers', 'Why', 'Wire']) {
          await designer.record.region.getByRole('tab', { name: tab }).click()
          await look(tab.toLowerCase(), '#record')
          const cut = await designer.record.region.evaluate(
            (pane) =>
              [...pane.querySelectorAll('table')].filter(
                (table) => table.getBoundingClientRect().right > pane.getBoundingClientRect().right,
              ).length,
          )
          expect(cut).toBe(0)
        }
        await failATest(designer, width)
        await look('failing-test', '#record')
        await goTo(designer, width, 'Problems')
        await look('problems', width <= 980 ? '#problems' : '#record')
        const open = (command: string) => designer.palette.run(command)
        await open('> show matrix')
        await page.getByRole('table', { name: 'Samples by rule' }).waitFor()
        await page.locator('.chart').first().waitFor()
        await look('matrix')
        await open('> show consent')
        await page.getByRole('region', { name: 'Fields by consent' }).waitFor()
        await look('consent', '.review')
        await open('> show contract')
        await page.getByRole('region', { name: 'Fields of the values' }).waitFor()
        await look('contract', '.review')
        await open('> show compare')
        await page.getByRole('region', { name: 'Example of the change' }).waitFor()
        await look('compare', '.review')
        await open('> show matrix')
        await open('> record: diff')
        await look('diff', '#record')
        await designer.palette.open()
        await look('palette', '[role="dialog"]')
        await closeDialog(designer, 'Command palette')
        await page.keyboard.press('Control+/')
        await dialogOf(designer, 'Keyboard shortcuts').waitFor()
        await look('shortcuts', '[role="dialog"]')
        await closeDialog(designer, 'Keyboard shortcuts')
        await open('> share a link')
        await dialogOf(designer, 'Share a link').waitFor()
        await look('share', '[role="dialog"]')
        await closeDialog(designer, 'Share a link')
        await open('> show the form')
        await openDetails(designer)
        await look('details', '[data-pane="editor"]')
        await designer.rules.destination()
        await look('destination', '[data-pane="editor"]')
        await designer.produce.open()
        await designer.produce.dialog.waitFor()
        await look('produce', '[role="dialog"]')
      })
    }
  })
}

test('forced colours show what is chosen where tints are gone, and where a notice ends', async ({ designer }) => {
  const { page, palette } = designer
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
  await designer.example('Identity and consent')
  await palette.run('Show Consent')
  const cell = page.getByRole('region', { name: 'Fields by consent' }).getByRole('button', { name: 'leaves' }).first()
  await cell.click()
  await expect(cell).toHaveCSS('border-inline-start-width', '5px')
  await designer.produce.open()
  await expect(designer.produce.dialog.locator('.notice').first()).toHaveCSS('border-top-width', '1px')
})

test('on a tablet the destination shows its name and the whole fix of a problem', async ({ designer }) => {
  const { page, editor, rules, samples } = designer
  await page.setViewportSize({ width: 1024, height: 768 })
  await designer.importFlow(JSON.stringify(aFlow(aConfig({}, { topic: 'orders', key: 'data.total' }))))
  await samples.add('{"name":"order complete","data":{"total":129.9}}')
  await expect(rules.rule('Destination')).toBeInViewport({ ratio: 1 })
  const fix = editor.region.locator('.hint').getByRole('button', { name: /Convert to text/ })
  await expect(fix).toBeInViewport({ ratio: 1 })
  const rightOf = async (part: Locator) => part.evaluate((element) => element.getBoundingClientRect().right)
  expect(await rightOf(fix)).toBeLessThanOrEqual(await rightOf(editor.region))
  const name = editor.region.getByRole('heading', { level: 3 })
  const cut = (heading: HTMLElement) =>
    [heading, ...heading.children].some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  expect(await name.evaluate(cut)).toBe(false)
})

test('on a tablet nothing above the samples of Journey is cut', async ({ designer }) => {
  const { page, samples } = designer
  await page.setViewportSize({ width: 1024, height: 768 })
  await designer.example('Shop orders')
  await designer.show('Journey')
  await expect(samples.region.getByRole('button', { name: 'Add sample' })).toBeInViewport({ ratio: 1 })
  expect(await page.evaluate(cutControls)).toEqual([])
})

test('what folds has a mark that turns as it opens', async ({ designer }) => {
  const { editor, rules } = designer
  await designer.example('Shop orders')
  await rules.destination()
  const summary = editor.region.locator('summary', { hasText: 'Connection' })
  const mark = () =>
    summary.evaluate((element) => {
      const { content, width, transform } = getComputedStyle(element, '::before')
      return { isShown: content !== 'none' && Number.parseFloat(width) > 0, transform }
    })
  const folded = await mark()
  expect(folded.isShown).toBe(true)
  await summary.click()
  expect((await mark()).transform).not.toBe(folded.transform)
})

test('at 200 % the value of a record is seen at once, beside what is said of it', async ({ designer }) => {
  await designer.example('Shop orders')
  await designer.page.setViewportSize({ width: 720, height: 450 })
  await goTo(designer, 720, 'Record')
  await expect(designer.record.value.getByText('"order_id"')).toBeInViewport({ ratio: 1 })
  await expect(designer.record.value.getByText('"currency"')).toBeInViewport({ ratio: 1 })
  await expect(designer.record.topic).toBeInViewport({ ratio: 1 })
  await expect(designer.record.region.getByRole('tab', { name: 'Diff' })).toBeInViewport({ ratio: 1 })
})

test('on a phone a record takes two lines before it is sent, and none of it is cut', async ({ designer }) => {
  await designer.example('Shop orders')
  await designer.page.setViewportSize({ width: 390, height: 844 })
  await designer.produce.open()
  await designer.produce.all()
  const row = designer.produce.planned.getByRole('row').filter({ hasText: 'O-2416' })
  await expect(row).toContainText(/order complete Free sample, total 0.*shop\.orders.*O-2416/)
  const { lines, isCut } = await row.evaluate((one) => {
    const shown = [...one.querySelectorAll<HTMLElement>('td:not(:first-child)')].filter((cell) =>
      cell.checkVisibility(),
    )
    return {
      lines: new Set(shown.map((cell) => Math.round(cell.getBoundingClientRect().top))).size,
      isCut: shown.some((cell) => cell.scrollWidth > cell.clientWidth + 1),
    }
  })
  expect({ lines, isCut }).toEqual({ lines: 2, isCut: false })
})

test('the main panes can be reached and used without a mouse', async ({ designer }) => {
  const { page, record, editor } = designer
  await page.getByRole('textbox', { name: 'Events' }).fill('{"name":"order complete","data":{"id":"A"}}')
  await page.keyboard.press('Control+Enter')
  await expect(record.state).toHaveText('Full event')
  const reach = async (name: string) => {
    for (let tries = 0; tries < 6; tries++) {
      await page.keyboard.press('F6')
      if (await page.getByRole('region', { name }).evaluate((pane) => pane.contains(document.activeElement))) return
    }
    throw new Error(`F6 never reached ${name}`)
  }
  await reach('Rules')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'New entity' }).waitFor()
  await page.keyboard.press('Enter')
  await editor.key.waitFor()
  await editor.key.focus()
  await page.keyboard.type('data.i')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(record.key).toHaveText('A')
  await page.keyboard.press('Control+Enter')
  await expect(designer.produce.dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(designer.produce.dialog).toBeHidden()
})
