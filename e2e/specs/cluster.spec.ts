import { readFileSync } from 'node:fs'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { violationsOn } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'
import { makeTopic } from '../kafka-topics.ts'

const topicOf = () => `cluster-${crypto.randomUUID()}`
const flow = (topic: string, setup?: { numPartitions?: number; configEntries: Record<string, string> }) => {
  const mapping = { order: { complete: { data: { map: { id: 'data.id' } } } } }
  const config = { mapping, ...(setup && { setup: { topic, ...setup } }) }
  return JSON.stringify(aFlow(aConfig(config, { topic, key: 'data.id' })))
}

test('topics the rules need are created, replayed to, read, and taken as samples', async ({ designer }) => {
  const { page } = designer
  const topic = topicOf()
  const cluster = page.getByRole('region', { name: 'Cluster' })
  const tab = async (name: string) => {
    await look()
    await cluster.getByRole('group', { name: 'Part of the cluster' }).getByRole('button', { name, exact: true }).click()
  }
  /** What is left is seen in both themes and on a phone. */
  const look = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      expect(await violationsOn(page, 'main', colorScheme)).toEqual([])
    }
    await page.setViewportSize({ width: 390, height: 844 })
    // The narrow layout is drawn a moment after the size has changed.
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await expect.poll(overflow).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  await designer.importFlow(flow(topic))
  await designer.samples.add('{"name":"order complete","data":{"id":"O-1"}}')
  await expect(designer.record.key).toHaveText('O-1')
  await designer.show('Cluster')

  const needs = cluster.getByRole('region', { name: 'What the rules need' })
  await expect(needs).toContainText('1 topic missing.')
  await needs.getByRole('button', { name: `Create ${topic}` }).click()
  await expect(needs).toContainText('Every topic is there.')
  await needs.getByRole('button', { name: `Write into the flow ${topic}` }).click()
  await expect(page.getByRole('button', { name: `Undo: set up ${topic}` })).toBeVisible()
  // `walkeros setup` takes what was written.
  await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible()
  // The brokers of these tests keep records without a limit.
  const row = cluster.getByRole('table', { name: 'Topics' }).getByRole('row', { name: topic })
  await expect(row.getByRole('cell', { name: 'for ever' })).toBeVisible()
  await cluster.getByRole('button', { name: topic, exact: true }).click()
  await expect(cluster.getByRole('region', { name: `Topic ${topic}` }).getByRole('row')).toHaveCount(4)

  await tab('Replay')
  const events = Array.from({ length: 2_500 }, (_, index) =>
    JSON.stringify({ name: 'order complete', data: { id: `K-${index}` } }),
  )
  await cluster
    .locator('input[type=file]')
    .setInputFiles({ name: 'events.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(events.join('\n')) })
  const plan = cluster.getByRole('region', { name: 'Plan' })
  await expect(plan.getByRole('row', { name: topic })).toContainText('2,500exists, 3 partitions')
  await cluster.getByRole('button', { name: 'Replay 2,500 events' }).click()
  const progress = cluster.getByRole('region', { name: 'Progress' })
  await expect(progress.getByRole('status')).toHaveText('2,500 of 2,500 events stored on env.')
  await expect(progress.getByRole('status')).toBeFocused()
  // The result stays while something else is looked at, and the same file is known again.
  await tab('Topics')
  await tab('Replay')
  await expect(progress).toContainText('Produced2,500')
  await cluster.getByRole('button', { name: 'Plan another replay' }).click()
  await expect(plan).toContainText('The same events were replayed to env')

  await tab('Records')
  // It opens on the topic that was chosen among the topics, and the other way round.
  await expect(cluster.getByRole('combobox', { name: 'Topic' })).toHaveValue(topic)
  await tab('Topics')
  await expect(cluster.getByRole('region', { name: `Topic ${topic}` })).toBeVisible()
  await tab('Records')
  const records = cluster.getByRole('table', { name: 'Records' })
  await expect(records.getByRole('row')).toHaveCount(101)
  // On a phone a record has two lines, and its value is seen.
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(records.getByRole('cell', { name: /"id"/ }).first()).toBeInViewport({ ratio: 1 })
  await page.setViewportSize({ width: 1440, height: 900 })
  await cluster.getByRole('combobox', { name: 'Read from' }).selectOption('From offset')
  await cluster.getByRole('combobox', { name: 'Partition' }).selectOption('Partition 0')
  // Until then the rows are those of all partitions.
  await expect(records.getByRole('row').nth(2)).toContainText('0@1')
  const sizes = records.getByRole('columnheader', { name: /^(Headers|Size)$/ })
  await expect(sizes).toHaveCount(2)
  await records.getByRole('button', { name: '0@0', exact: true }).click()
  const panel = cluster.getByRole('region', { name: 'Record 0@0' })
  // The record itself says both, and the values need their room.
  await expect(sizes).toHaveCount(0)
  await expect(panel.getByRole('table', { name: 'Headers' })).toContainText('content-typeapplication/json')
  await page.keyboard.press('ArrowDown')
  await expect(cluster.getByRole('region', { name: 'Record 0@1', exact: true })).toBeVisible()
  await page.keyboard.press('ArrowUp')
  const id = /"id": "(K-\d+)"/.exec(
    (await panel.getByRole('group', { name: 'Value', exact: true }).textContent()) ?? '',
  )?.[1]
  await cluster.getByRole('searchbox', { name: 'Search records' }).fill(`value.id = ${id}`)
  await expect(records.getByRole('row')).toHaveCount(2)
  await expect(cluster).toContainText('1 of 100 records match')
  const marked = () => page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(String))
  await expect.poll(marked).toContain(id)
  await expect(cluster).toContainText('None holds a walkerOS event to add as a sample.')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await panel.getByRole('button', { name: 'Copy link' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(new RegExp(`#record=env/${topic}/0/0$`))

  await tab('Connection')
  await expect(cluster.getByRole('row', { name: /^Authorisation This user sees/ })).toBeVisible()
  await look()

  // In the same tab, so that the page has its token; what is there to design does not matter.
  await page.goto('about:blank')
  await page.goto(link)
  await expect(panel).toContainText('application/json')
  await expect(records.getByRole('row').nth(1)).toContainText('0@')
})

test('flows are compared over more records of a topic than a page shows', async ({ designer }) => {
  const { page } = designer
  const topic = topicOf()
  await makeTopic({ topic, numPartitions: 3 })
  const mapping = { order: { complete: {} } }
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping }, { topic, key: 'data.id' }))))
  await designer.show('Cluster')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  const tab = (name: string) =>
    cluster.getByRole('group', { name: 'Part of the cluster' }).getByRole('button', { name, exact: true }).click()
  await tab('Replay')
  const event = (index: number) => JSON.stringify({ name: 'order complete', data: { id: `K-${index}` } })
  const buffer = Buffer.from(Array.from({ length: 1_234 }, (_, index) => event(index)).join('\n'))
  await cluster
    .locator('input[type=file]')
    .setInputFiles({ name: 'events.ndjson', mimeType: 'application/x-ndjson', buffer })
  await cluster.getByRole('button', { name: 'Replay 1,234 events' }).click()
  const progress = cluster.getByRole('region', { name: 'Progress' })
  await expect(progress.getByRole('status')).toHaveText('1,234 of 1,234 events stored on env.')
  await tab('Records')
  await cluster.getByRole('combobox', { name: 'Topic' }).selectOption(topic)
  const all = cluster.getByRole('button', { name: 'Compare flows over all from there' })
  await expect(cluster).toContainText('100 records')
  // The records scroll in their table, and the page stays where it is.
  const overflow = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
  await expect.poll(overflow).toBeLessThanOrEqual(0)
  await expect(all).toHaveCount(0)
  await cluster.getByRole('combobox', { name: 'Read from' }).selectOption('Oldest')
  await all.click()
  const review = page.getByRole('region', { name: 'Compare', exact: true })
  await review.getByRole('combobox', { name: 'Before' }).selectOption('walkerOS 4.9.0')
  await expect(review.getByRole('note', { name: 'Verdict' })).toContainText(`Over 1,234 events of ${topic}`)
})

test('a replay that would fail does not start; events that fail are listed by reason and replayed alone', async ({
  designer,
}) => {
  const { page, editor } = designer
  const topic = topicOf()
  await designer.importFlow(flow(topic))
  // Nothing makes this smaller than a topic may take.
  const noise = Array.from({ length: 100 }, () => crypto.randomUUID()).join('')
  const ids = ['ok', `large${noise}`]
  await designer.samples.add(ids.map((id) => JSON.stringify({ name: 'order complete', data: { id } })).join('\n'))
  await designer.show('Cluster')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  const tab = (name: string) => cluster.getByRole('button', { name, exact: true }).first().click()
  await tab('Replay')
  await expect(cluster).toContainText(`${topic} does not exist`)
  await expect(cluster.getByRole('button', { name: /^Replay/ }).last()).toBeDisabled()
  await makeTopic({ topic, numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '1000' }] })
  await tab('Topics')
  await expect(cluster.getByRole('table', { name: 'Topics' })).toContainText(topic)
  await tab('Replay')
  await cluster.getByRole('button', { name: 'Replay 2 events' }).click()
  await expect(cluster.getByRole('region', { name: 'Progress' }).getByRole('status')).toHaveText(
    '1 of 2 events stored on env, 1 failed.',
  )
  const failures = cluster.getByRole('region', { name: 'Failures' })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    failures.getByRole('button', { name: 'Save 1 event' }).click(),
  ])
  expect(readFileSync(await download.path(), 'utf8')).toContain('large')
  await failures.getByRole('button', { name: 'Replay only these…' }).click()
  await expect(cluster).toContainText('1 event that failed')
  await expect(cluster.getByRole('button', { name: 'Replay 1 event' })).toBeEnabled()
  await expect(editor.region).toBeHidden()
})

test('lines of a file that hold no event are named before the replay, which leaves them out', async ({ designer }) => {
  const { page } = designer
  const topic = topicOf()
  await makeTopic({ topic, numPartitions: 1 })
  await designer.importFlow(flow(topic))
  await designer.show('Cluster')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  const tab = (name: string) => cluster.getByRole('button', { name, exact: true }).first().click()
  await tab('Replay')
  const event = (id: string) => JSON.stringify({ name: 'order complete', data: { id } })
  const buffer = Buffer.from([event('K-1'), '{"name":', `[${event('K-2')}]`, event('K-3')].join('\n'))
  await cluster
    .locator('input[type=file]')
    .setInputFiles({ name: 'events.ndjson', mimeType: 'application/x-ndjson', buffer })
  await expect(cluster.getByRole('alert')).toHaveText(
    '2 lines are not one event as JSON, and the replay leaves them out: lines 2, 3.',
  )
  await cluster.getByRole('button', { name: 'Replay 2 events' }).click()
  await expect(cluster.getByRole('region', { name: 'Progress' }).getByRole('status')).toHaveText(
    '2 of 2 events stored on env.',
  )
  await tab('Topics')
  await cluster.getByRole('button', { name: `Records of ${topic}` }).click()
  await expect(cluster.getByRole('combobox', { name: 'Topic' })).toBeFocused()
  await expect(cluster.getByRole('table', { name: 'Records' }).getByRole('row')).toHaveCount(3)
})

test('a topic that has drifted from the setup of the flow is changed as the plan says', async ({ designer }) => {
  const { page } = designer
  const topic = topicOf()
  await makeTopic({ topic, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '1000' }] })
  const needs = page.getByRole('region', { name: 'What the rules need' })
  const configEntries = { 'retention.ms': '2000', 'max.message.bytes': '5000' }
  await designer.importFlow(flow(topic, { numPartitions: 4, configEntries }))
  await designer.show('Cluster')

  await expect(needs).toContainText('It has 2 and not 4; more partitions move the keys to other ones')
  await expect(needs).toContainText('retention.ms is 1000 and not 2000, max.message.bytes is 1048588 and not 5000.')
  await needs.getByRole('button', { name: `Add 2 partitions, change settings of ${topic}` }).click()
  await expect(needs).toContainText('Every topic is there.')
})

test('records that a topic would delete by their age are named before they are produced', async ({ designer }) => {
  const { page, produce } = designer
  const topic = topicOf()
  await designer.importFlow(flow(topic, { configEntries: { 'retention.ms': '86400000' } }))
  await designer.samples.add('{"name":"order complete","data":{"id":"O-1"},"timestamp":1700000000000}')
  await designer.show('Cluster')
  await page.getByRole('button', { name: `Create ${topic}` }).click()
  await designer.show('Design')
  await produce.open()
  await expect(produce.dialog).toContainText(`${topic} deletes records older than 1 day`)
})

test('events of a running flow come in live and become samples', async ({ designer }) => {
  const { page } = designer
  await designer.example('Shop orders')
  await designer.show('Cluster')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  await cluster
    .getByRole('group', { name: 'Part of the cluster' })
    .getByRole('button', { name: 'Live', exact: true })
    .click()
  const address = (await cluster.locator('code').filter({ hasText: '/collect/' }).textContent()) ?? ''
  const name = `live ${Date.now()}`
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ name, data: { id: 'L-1' } }]),
  })
  expect(answer.status).toBe(202)
  await cluster
    .getByRole('row', { name: new RegExp(name) })
    .getByRole('button', { name: 'Add as sample' })
    .click()
  await designer.show('Design')
  await expect(designer.samples.rows.filter({ hasText: name })).toBeVisible()
})

test('flows are compared over the records of a topic', async ({ designer }) => {
  const { page, produce } = designer
  const topic = topicOf()
  await makeTopic({ topic, numPartitions: 1 })
  await designer.importFlow(
    JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: {} } } }, { topic, key: 'data.id' }))),
  )
  await designer.samples.add(JSON.stringify({ name: 'order complete', data: { id: `of ${topic}` } }))
  await produce.open()
  await produce.produce()
  await expect(produce.status).toContainText('identical to the preview')
  await produce.close()
  await designer.show('Cluster')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  await cluster.getByRole('button', { name: 'Records', exact: true }).click()
  await cluster.getByRole('combobox', { name: 'Topic' }).selectOption(topic)
  // Until then the rows may be those of another topic.
  await expect(cluster.getByRole('table', { name: 'Records' })).toContainText(`of ${topic}`)
  await cluster.getByRole('button', { name: 'Compare flows over it' }).click()
  const review = page.getByRole('region', { name: 'Compare', exact: true })
  await review.getByRole('combobox', { name: 'Before' }).selectOption('walkerOS 4.9.0')
  await expect(review.getByRole('note', { name: 'Verdict' })).toContainText(`Over 1 event of ${topic}`)
})
