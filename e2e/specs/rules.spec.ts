import { expect, test } from '../fixtures.ts'

const order = (total: number) => JSON.stringify({ name: 'order complete', data: { id: `O-${total}`, total } })

test('alternatives of a rule are added, given conditions, moved by drag and by keys, copied and deleted', async ({
  designer,
}) => {
  const { page, rules, editor, record } = designer
  await designer.paste(`${order(50)}\n${order(5_000)}`)
  await rules.region.getByRole('button', { name: 'Make a rule for this event' }).click()
  await editor.topic.fill('orders')
  await rules.region.getByRole('button', { name: 'Rule order complete', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add alternative' }).click()
  await editor.topic.fill('orders.review')
  await editor.region.getByLabel('Condition', { exact: true }).fill('(event) => event.data.total > 1000')
  await designer.samples.select('O-5000')
  // The first one has no condition and comes first.
  await expect(record.topic).toHaveText('orders')

  await rules.rule('complete, 2').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(record.topic).toHaveText('orders.review')
  await expect(rules.rule('complete, 1: if event.data.total > 1000')).toHaveAccessibleName(/matches the selected/)
  await record.open('Why')
  await expect(record.region).toContainText('Matched')
  await designer.samples.rows.filter({ hasText: /O-50(?!0)/ }).click()
  await expect(record.region).toContainText('Its condition is false')
  await expect(record.topic).toHaveText('orders')

  await rules.rule('complete, 2: otherwise').dragTo(rules.rule('complete, 1'), {
    targetPosition: { x: 60, y: 2 },
  })
  await expect(rules.rule('complete, 1: otherwise')).toBeVisible()
  await designer.undo()

  await rules.rule('complete, 2: otherwise').click()
  await rules.region.getByRole('button', { name: 'Rule order complete', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(rules.rule('complete, 3: otherwise')).toBeVisible()
  await rules.rule('complete, 3: otherwise').focus()
  await page.keyboard.press('Delete')
  await expect(rules.rule('complete, 3: otherwise')).toBeHidden()
})

test('events that no rule matches are named, and ignored with one click', async ({ designer }) => {
  const { page, rules, record, samples } = designer
  await designer.paste('{"name":"page view"}\n{"name":"order complete","data":{"id":"A"}}\n{"name":"cart add"}')
  await rules.region.getByRole('button', { name: 'Make a rule for this event' }).click()
  await designer.show('Review')
  const unmatched = page.getByRole('table', { name: 'Events without a rule' })
  await expect(unmatched.getByRole('row')).toHaveText([/order complete/, /cart add/])
  await page
    .getByRole('region', { name: 'Rule coverage' })
    .getByRole('button', { name: 'Ignore unmatched events' })
    .click()
  await expect(unmatched).toBeHidden()
  await designer.show('Design')
  await samples.select('cart add')
  await expect(record.state).toHaveText('Ignored')
  await samples.select('page view')
  await expect(record.state).toHaveText('Full event')
})

test('a rule that was the last of its entity takes the entity with it, so that wildcards count again', async ({
  designer,
}) => {
  const { rules, record } = designer
  await designer.paste('{"name":"order complete","data":{"id":"A"}}')
  await rules.add('*', 'complete')
  await designer.editor.topic.fill('any.complete')
  await expect(record.topic).toHaveText('any.complete')
  await rules.add('order', 'view')
  await expect(record.topic).toHaveText('walkeros-events')
  await designer.editor.region.getByRole('button', { name: 'Delete rule order view' }).click()
  await expect(record.topic).toHaveText('any.complete')
})

test('many rules are filtered by name, condition and topic', async ({ designer }) => {
  const { rules } = designer
  const actions = Array.from({ length: 12 }, (_, index) => [`step${index}`, { settings: { topic: `topic-${index}` } }])
  const config = { settings: { kafka: { topic: 'events' } }, mapping: { order: Object.fromEntries(actions) } }
  const kafka = { package: '@walkeros/server-destination-kafka', config }
  await designer.importFlow(
    JSON.stringify({ version: 4, flows: { default: { config: { platform: 'server' }, destinations: { kafka } } } }),
  )
  await expect(rules.rule('order step3')).toBeVisible()
  await rules.region.getByRole('searchbox', { name: 'Filter rules' }).fill('order topic-7')
  await expect(rules.rule('order step3')).toBeHidden()
  await rules.rule('order step7').click()
  await expect(designer.editor.topic).toHaveValue('topic-7')
})

test('settings are forms with what walkerOS takes where nothing is set', async ({ designer }) => {
  const { rules, editor, record } = designer
  await designer.example('Shop orders')
  await rules.destination()
  await editor.region.getByLabel('Compression', { exact: true }).selectOption('none')
  await expect(record.region.getByText('as it is', { exact: true })).toBeVisible()
  const acks = editor.region.getByLabel('Acks', { exact: true })
  await expect(acks).toHaveAccessibleDescription(/How many replicas/)
  await acks.selectOption('0')
  await expect(designer.problems).toContainText('acks')
  await editor.region.getByText('Connection', { exact: true }).click()
  await editor.region.getByLabel('Request timeout').fill('2500')
  await editor.region.getByText('Setup', { exact: true }).click()
  await editor.region.getByLabel('Num partitions').fill('12')
  await editor.showCode()
  await designer.code.ready()
  await designer.code.find('"requestTimeout": 2500')
  await designer.code.find('"numPartitions": 12')
})
