import { type Designer, expect, test } from '../fixtures.ts'
import { countWork, settled, workOfKey } from '../work-of-key.ts'

const event = { name: 'order complete', data: { id: 'O-1', total: 1200, city: 'Bern' }, user: { email: 'a@b.example' } }

/** A rule of 300 fields, beside 100 others that no sample follows. */
async function openManyFields({ designer, countsWork }: { designer: Designer; countsWork: boolean }) {
  const { page, editor, rules } = designer
  if (countsWork) {
    await countWork(page)
    await page.reload()
  }
  const map = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`field_${index}`, 'data.id']))
  const others = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`action${index}`, { data: 'data.id' }]))
  const settings = { kafka: { topic: 'shop', brokers: ['localhost:9092'] } }
  const config = { settings, mapping: { order: { complete: { data: { map } }, ...others } } }
  const kafka = { package: '@walkeros/server-destination-kafka', config, examples: { order: { in: event } } }
  await designer.importFlow(JSON.stringify({ version: 4, flows: { default: { destinations: { kafka } } } }))
  await rules.rule('complete').click()
  await editor.topic.fill('many')
  await settled(page, 'change topic')
  return editor.region.getByRole('table', { name: 'Mapped fields' })
}

test('a key in a rule of 300 fields renders no more, and only the rows in and around the view are on the page', async ({
  designer,
}) => {
  const { page, problems, record } = designer
  const table = await openManyFields({ designer, countsWork: true })
  const work = await workOfKey(page, 'Q')
  await expect(record.topic).toHaveText('manyQ')
  expect(work.reads).toEqual([])
  expect(work.rendered).toBeGreaterThan(0)
  expect(work.rendered).toBeLessThanOrEqual(17)

  await expect(table).toHaveAttribute('aria-rowcount', '301')
  expect(await table.locator('tr[data-place]').count()).toBeLessThanOrEqual(60)
  const listed = problems.getByRole('listitem')
  await expect(listed.first()).toHaveAttribute('aria-setsize', /^1\d\d$/)
  expect(await listed.count()).toBeLessThanOrEqual(60)
  // The last one is where it would be if all were there.
  await problems.getByRole('list').evaluate((list) => list.scrollTo(0, list.scrollHeight))
  await expect(listed.last()).toHaveAttribute('aria-posinset', /^1\d\d$/)
  await expect(listed.last()).toBeInViewport()
})

test('every one of 300 rows is reached, by scrolling and by keys, and the focus stays in a row out of view', async ({
  designer,
}) => {
  const { page, editor } = designer
  const { keyboard } = page
  const table = await openManyFields({ designer, countsWork: false })
  const scrollTo = (top: number) => table.evaluate((element, to) => element.closest('.scroll')?.scrollTo(0, to), top)
  await editor.source('field_2').focus()
  await scrollTo(1_000_000)
  await expect(editor.target('field_299')).toBeInViewport()
  await expect(editor.source('field_2')).toBeFocused()
  await expect(editor.target('field_150')).toHaveCount(0)

  await editor.target('field_299').focus()
  // Five stops in each row.
  for (let stops = 0; stops < 5 * 15; stops++) await keyboard.press('Shift+Tab')
  await expect(editor.target('field_284')).toBeFocused()
  await expect(editor.target('field_284')).toBeInViewport()
  const row = editor.target('field_284').locator('xpath=ancestor::tr')
  await expect(row).toHaveAttribute('aria-rowindex', '286')
  for (let rows = 0; rows < 20; rows++) await keyboard.press('Shift+ArrowUp')
  await expect(editor.region).toContainText('21 rows selected')
  await expect(editor.target('field_264')).toBeFocused()
  await keyboard.press('Escape')

  await editor.region.getByRole('button', { name: 'Details of field_264', exact: true }).click()
  await scrollTo(0)
  await expect(editor.target('field_0')).toBeInViewport()
  await scrollTo(1_000_000)
  await expect(editor.target('field_299')).toBeInViewport()
  await scrollTo(0)
  await designer.palette.run('map data.city')
  await expect(editor.target('city')).toBeFocused()
  await expect(editor.target('city')).toBeInViewport()
  await designer.undo()
  await expect(editor.target('city')).toHaveCount(0)

  // Rows on two lines, as on a tablet.
  await page.setViewportSize({ width: 800, height: 900 })
  await scrollTo(0)
  await expect(editor.target('field_0')).toBeInViewport()
  await scrollTo(1_000_000)
  await expect(editor.target('field_299')).toBeInViewport()
})

test('a row and a problem out of view are found by the filter of their list', async ({ designer }) => {
  const { editor, problems, record } = designer
  const table = await openManyFields({ designer, countsWork: false })
  const filter = editor.region.getByRole('searchbox', { name: 'Filter rows' })
  await filter.fill('field_250')
  await expect(table.locator('tr[data-place]')).toHaveCount(1)
  await editor.source('field_250').fill('data.city')
  await expect(record.value).toContainText('"field_250": "Bern"')
  // The rows that are filtered out are still in the rule.
  await editor.target('field_250').fill('city')
  await editor.target('field_250').press('Enter')
  await expect(record.value).toContainText('"city": "Bern"')
  await expect(record.value).toContainText('"field_0": "O-1"')
  await designer.palette.run('map data.total')
  await expect(filter).toHaveValue('')
  await expect(editor.target('total')).toBeFocused()

  await problems.getByRole('searchbox', { name: 'Filter problems' }).fill('action77')
  await expect(problems.getByRole('listitem')).toHaveCount(1)
  await problems.getByRole('searchbox', { name: 'Filter problems' }).fill('zebra')
  await expect(problems).toContainText('No problem matches.')
})
