import { randomBytes } from 'node:crypto'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { expect, test } from '../fixtures.ts'

test('text that is no event is kept, and its fault is named', async ({ designer }) => {
  const { page } = designer
  const box = page.getByRole('textbox', { name: 'Events' })
  await designer.paste('{"name": "order complete" "data": {}}')
  await expect(page.getByRole('alert')).toHaveText('Line 1, column 27: a comma is missing.')
  await expect(box).toHaveValue('{"name": "order complete" "data": {}}')
})

test('the good lines of a paste are taken, the bad ones stay with their numbers', async ({ designer }) => {
  await designer.paste('{"name":"page view"}')
  await designer.samples.add('{"name":"a b"}\n{"name":}\n{"name":"c d"}')
  await expect(designer.samples.rows).toHaveCount(3)
  await expect(designer.samples.region.getByRole('alert')).toContainText('Line 2, column 9: a value is missing.')
  await expect(designer.samples.box).toHaveValue('{"name":}')
})

for (const { fact, event, message } of [
  { fact: 'no name', event: '{"data": {}}', message: 'Event name is required' },
  { fact: 'a one-word name', event: '{"name": "order"}', message: 'Event name is invalid' },
]) {
  test(`an event with ${fact} shows why there is no record`, async ({ designer }) => {
    await designer.paste(event)
    await expect(designer.record.state).toHaveText('Error')
    await expect(designer.record.region).toContainText(`No record: ${message}`)
  })
}

test('a number beyond 2^53 is shown with the digits that are lost', async ({ designer }) => {
  await designer.paste('{"name": "order complete"}')
  await designer.samples.edit()
  await designer.samples.type('{"name": "order complete", "data": {"id": 73314510714175489}}')
  await expect(designer.samples.event).toContainText('73314510714175489 becomes 73314510714175490')
  // The mark lies under the digits.
  const mark = designer.samples.event.locator('.squiggly-warning')
  await expect(mark).toBeVisible()
  await designer.page.keyboard.press('Escape')
  await expect(designer.samples.event).toBeHidden()
  await expect(designer.samples.region.getByRole('button', { name: 'Edit event as JSON' })).toBeFocused()
})

test('a key that stands twice is shown, for only its last value goes out', async ({ designer }) => {
  await designer.paste('{"name": "order complete"}')
  await designer.samples.edit()
  await designer.samples.type('{"name": "order complete", "data": {"id": 1, "id": 2}}')
  await expect(designer.samples.event).toContainText('the object has the key id twice')
})

test('a paste of 5 MB is previewed and said to be too large for a topic', async ({ designer }) => {
  const text = randomBytes(2_500_000).toString('hex')
  await designer.paste(JSON.stringify({ name: 'order complete', data: { id: 'x', text } }))
  await expect(designer.problems).toContainText('B as it is sent, its topic takes 1,048,588 B.')
  // The browser lays out the beginning of the text alone: all of it takes seconds, again and again.
  await expect(designer.record.region.getByRole('button', { name: 'Show all 5,000,000 characters' })).toBeVisible()
  expect((await designer.record.region.textContent())?.length).toBeLessThan(50_000)
})

for (const { fact, from, to, message } of [
  {
    fact: 'an unknown operator',
    from: '"map"',
    to: '"mop"',
    message: 'mop is no mapping operator and is ignored. Did you mean map?',
  },
  {
    fact: 'a missing topic',
    from: '"topic": "shop.events",',
    to: '',
    message: 'settings.kafka.topic must be a string.',
  },
  {
    fact: 'an illegal topic',
    from: 'shop.orders',
    to: 'shop orders',
    message: 'holds the character " ", which Kafka does not allow.',
  },
]) {
  test(`${fact} is a problem with its place`, async ({ designer }) => {
    await designer.example('Shop orders')
    await designer.editor.showCode()
    await designer.code.ready()
    await designer.code.replace(from, to)
    await expect(designer.problems).toContainText(message)
  })
}

test('a mapping that is a number is a problem, and the events go out whole', async ({ designer }) => {
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping: 5 })), null, 2))
  await designer.samples.add('{"name":"order complete"}')
  await expect(designer.problems).toContainText('mapping must be an object.')
  await expect(designer.record.state).toHaveText('Full event')
})

test('a flow that walkerOS would not bundle says so in the record, the journey and the problems', async ({
  designer,
}) => {
  await designer.importFlow(JSON.stringify(aFlow(aConfig({}), { before: { next: 5 } })))
  await designer.samples.add('{"name":"order complete"}')
  const says = 'A route is a name, a list, or an object with match, next, one or many.'
  await expect(designer.record.region).toContainText(says)
  await designer.show('Journey')
  await expect(designer.page.getByRole('alert')).toContainText(says)
  await expect(designer.problems).toContainText(says)
})

test('a contract whose pattern takes without end is not proven, and the screen lives', async ({ designer }) => {
  const id = { pattern: '^(a+)+$' }
  const contract = [{ events: { '*': { '*': { properties: { data: { properties: { id } } } } } } }]
  const flow = aFlow(aConfig({}), { before: 'v' }) as { flows: { default: object } }
  const v = { package: '@walkeros/transformer-validate', config: { settings: { contract } } }
  Object.assign(flow.flows.default, { transformers: { v } })
  await designer.importFlow(JSON.stringify(flow))
  await designer.samples.add(JSON.stringify({ name: 'order complete', data: { id: `${'a'.repeat(40)}b` } }))
  // The validator has 3 s, once the page has loaded it.
  await expect(designer.record.region).toContainText('@walkeros/transformer-validate: it took longer than 3 s', {
    timeout: 60_000,
  })
  await designer.samples.add('{"name":"order complete","data":{"id":"aa"}}')
  await expect(designer.record.state).toHaveText('Full event')
})

test('a flow of another version is refused with a reason and changes nothing', async ({ designer }) => {
  await designer.importFlow('{"version": 3, "flows": {}}')
  await expect(designer.page.getByRole('alert')).toContainText(
    'This is a flow file of version 3; only version 4 can be opened.',
  )
})

test('an unmatched event is fixed with one click and one undo', async ({ designer }) => {
  await designer.paste('{"name":"cart add"}')
  await expect(designer.problems).toContainText('No rule matches cart add, so the whole event goes to walkeros-events.')
  await designer.problems.getByRole('button', { name: 'Ignore unmatched events' }).click()
  await expect(designer.record.state).toHaveText('Ignored')
  await designer.undo()
  await expect(designer.record.state).toHaveText('Full event')
})
