import { violationsOn } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

const push = (body: string) => ({ code: { push: `$code:(event) => { ${body} }` } })
const kafka = (topic: string, more: object = {}) => ({
  package: '@walkeros/server-destination-kafka',
  config: { settings: { kafka: { brokers: ['localhost:9092'], topic, key: 'data.id' } } },
  ...more,
})

/** A flow with a source, steps on it and before its destinations. */
const flow = JSON.stringify(
  {
    version: 4,
    flows: {
      shop: {
        config: { platform: 'server', bundle: { packages: { '@walkeros/collector': { version: '4.2.1' } } } },
        sources: {
          web: {
            package: '@walkeros/server-source-express',
            config: { ingest: { map: { path: 'path' } } },
            next: ['addChannel', 'round'],
          },
        },
        transformers: {
          addChannel: push("event.data = { ...event.data, channel: 'web' }; return { event }"),
          round: push('return { ...event, data: { total: 1 } }'),
          redact: push('delete event.user.email; return { event }'),
          largeOnly: push('return event.data.total > 100 ? { event } : false'),
          fingerprint: { package: '@walkeros/server-transformer-fingerprint' },
        },
        destinations: {
          kafka: kafka('orders', { before: ['redact', 'largeOnly'] }),
          crm: kafka('crm', { before: 'fingerprint' }),
        },
      },
    },
  },
  null,
  2,
)
const order = (total: number) =>
  JSON.stringify({
    name: 'order complete',
    data: { id: `O-${total}`, total },
    user: { id: 'u1', email: 'ann@example.org' },
  })

test('the record on screen is what the whole flow sends', async ({ designer }) => {
  const { page, record, samples, produce } = designer
  const topic = `journey.orders.${Date.now()}`
  await designer.importFlow(flow.replace('"topic": "orders"', `"topic": "${topic}"`))
  await samples.add(order(129))
  await expect(record.topic).toHaveText(topic)
  await expect(record.region).not.toContainText('ann@example.org')
  await expect(record.region.getByTestId('genuine')).toHaveText('same as walkerOS 4.2.1')
  await produce.open()
  await produce.produce()
  await produce.create()
  await expect(produce.status).toContainText('identical to the preview')
  await produce.close()
  await samples.add(order(7))
  await expect(record.state).toHaveText('Dropped')
  await expect(record.region).toContainText('dropped by largeOnly: returned false')
  await designer.palette.run('Destination: shop / crm')
  await expect(record.state).toHaveText('Not proven')
  await expect(record.region).toContainText('@walkeros/server-transformer-fingerprint')
  await expect(page.getByRole('button', { name: 'Save as test' })).toBeDisabled()
})

test('the journey shows hop by hop what each step did, and leads to its place in the flow', async ({ designer }) => {
  const { page, samples, palette } = designer
  await designer.importFlow(flow)
  await samples.add(order(129))
  await palette.run('Show Journey')
  const journey = page.getByRole('region', { name: 'Journey' })
  await page.getByRole('group', { name: 'Enters at' }).getByRole('button', { name: 'web' }).click()
  const into = journey.getByRole('list', { name: 'Into the flow, once' })
  await expect(into.getByRole('button')).toHaveText([/^web/, /^addChannel/, /^round.*return ignored/, /^Collector/])
  const kafka = journey.getByRole('list', { name: 'kafka, Kafka' })
  await expect(kafka.getByRole('button')).toHaveText([
    /^Consent/,
    /^redact.*user\.email removed/,
    /^largeOnly.*unchanged/,
    /^Mapping/,
    /^orders.*record/,
  ])
  await expect(journey.getByRole('list', { name: 'crm, Kafka' })).toContainText('not proven')

  await kafka.getByRole('button', { name: /^Consent/ }).click()
  await page.keyboard.press('ArrowRight')
  await expect(kafka.getByRole('button', { name: /^redact/ })).toBeFocused()
  await expect(page.getByRole('table', { name: 'What redact changed' })).toContainText('"ann@example.org"')
  await kafka.getByRole('button', { name: /^Mapping/ }).click()
  await expect(page.getByRole('region', { name: 'Hop Mapping' })).toContainText(
    'The event stays as it is, and the value',
  )
  await kafka.getByRole('button', { name: /^redact/ }).click()
  await page.getByRole('textbox', { name: 'Request' }).fill('[1]')
  await page.keyboard.press('Enter')
  await expect(journey.getByRole('alert')).toContainText('The request has to be a JSON object')
  expect(await violationsOn(page, '.journey')).toEqual([])

  await page.getByRole('button', { name: 'Show in the flow' }).click()
  await designer.code.ready()
  await expect(page.locator('.monaco-editor .current-line').first()).toBeVisible()
  await expect(designer.code.lines).toContainText('redact')
})

test('a dropped event says where and why, in the list, the journey and the record', async ({ designer }) => {
  const { page, record, samples, palette } = designer
  await designer.importFlow(flow)
  await samples.add(order(7))
  await record.open('Why')
  await expect(record.region.getByRole('list', { name: 'The way to the destination' })).toContainText(
    'Dropped here, for kafka only. The step returned false, and walkerOS logs nothing.',
  )
  await palette.run('Show Journey')
  const kafka = page.getByRole('list', { name: 'kafka, Kafka' })
  await expect(kafka.getByRole('button', { name: /^largeOnly/ })).toContainText('dropped: returned false')
  await expect(kafka.getByRole('button', { name: /^Mapping/ })).toContainText('Not reached')
})

test('what is assumed of a package gives a record that is marked and cannot be kept or sent', async ({ designer }) => {
  const { page, record, samples, palette, produce } = designer
  await designer.importFlow(flow)
  await samples.add(order(129))
  await palette.run('Destination: shop / crm')
  await palette.run('Show Journey')
  await page
    .getByRole('list', { name: 'crm, Kafka' })
    .getByRole('button', { name: /^fingerprint/ })
    .click()
  await page.getByRole('radio', { name: /passes the event on unchanged/ }).check()
  await expect(page.getByRole('list', { name: 'crm, Kafka' })).toContainText('assumed: unchanged')
  await palette.run('Show Design')
  await expect(record.topic).toHaveText('crm')
  await expect(record.region).toContainText('assumed')
  await expect(designer.problems).toContainText('What fingerprint does is assumed')
  await expect(page.getByRole('button', { name: 'Save as test' })).toBeDisabled()
  await page.keyboard.press('Control+Enter')
  await expect(produce.dialog).toContainText('Produce 0 records')
  await page.reload()
  await expect(record.topic).toHaveText('crm')
  const assumption = designer.problems.getByRole('listitem').filter({ hasText: 'is assumed' })
  await assumption.getByRole('button', { name: 'transformers.fingerprint' }).click()
  await expect(page.getByRole('radio', { name: /passes the event on unchanged/ })).toBeChecked()
})

test('another version is looked at without a change of the flow, and pinned by a word', async ({ designer }) => {
  const { page, record, samples, palette } = designer
  await designer.importFlow(flow.replace('"before": "fingerprint"', '"id": "x"'))
  await samples.add(order(129))
  const versions = page.getByRole('listbox', { name: 'Versions' })
  await expect(record.topic).toHaveText('orders')
  // Its steps are functions, which run in a worker.
  await page.getByRole('button', { name: /look at another version/ }).click()
  await expect(versions.getByRole('option', { name: '4.9.0' })).toContainText('1 of 1 records differ')
  await expect(versions.getByRole('option', { name: '4.2.1' })).toContainText('what the flow runs')
  await page.keyboard.press('Escape')
  await palette.run('Destination: shop / crm')
  await expect(record.region.getByRole('group', { name: 'Value', exact: true })).not.toContainText('release')
  const chip = page.getByRole('button', { name: /look at another version/ })
  await chip.focus()
  await page.keyboard.press(']')
  await expect(record.region.getByRole('note')).toContainText('the flow runs 4.2.1.')
  await expect(chip).toBeFocused()
  await page.keyboard.press('[')
  await expect(record.region.getByRole('note')).toHaveCount(0)
  await chip.click()
  await expect(versions.getByRole('option', { name: '4.9.0' })).toContainText('1 of 1 records differ')
  await page.keyboard.press('Home')
  await page.keyboard.press('Escape')
  await expect(record.region.getByRole('note')).toContainText('Previewed as 4.9.0, the flow runs 4.2.1.')
  await expect(record.region.getByRole('group', { name: 'Value', exact: true })).toContainText('"default": "4.9.0"')
  await page.getByRole('button', { name: 'Pin 4.9.0' }).click()
  await expect(page.getByRole('contentinfo')).toContainText('walkerOS 4.9.0 (pinned)')
})

test('steps are edited where their way is shown', async ({ designer }) => {
  const { page, samples, palette } = designer
  await designer.importFlow(flow)
  await samples.add(order(129))
  await palette.run('Show Journey')
  await palette.run('Events enter at source.web')
  const into = page.getByRole('list', { name: 'Into the flow, once' })
  await into.getByRole('button', { name: /^web/ }).click()
  await page.getByRole('button', { name: 'Add policy' }).click()
  await expect(into.getByRole('button', { name: /^Source mapping/ })).toBeVisible()
  await page.getByRole('textbox', { name: 'next of web' }).fill('addChannel, missing')
  await page.keyboard.press('Enter')
  await expect(page.getByText('not in the flow: missing')).toBeVisible()
  await expect(into.getByRole('button', { name: /^round/ })).toHaveCount(0)
  await into.getByRole('button', { name: /^addChannel/ }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const code = page.getByRole('textbox', { name: 'Code of addChannel' })
  await expect(code).toBeFocused()
  await page.keyboard.press('Home')
  for (const _ of '(event) => {') await page.keyboard.press('ArrowRight')
  await page.keyboard.insertText(' return false; ')
  await expect(into.getByRole('button', { name: /^addChannel/ })).toContainText('dropped: returned false')
})

test('rules of a source and routes with conditions are forms, and long rows of steps fold', async ({ designer }) => {
  const { page, samples, palette } = designer
  await designer.importFlow(flow)
  await samples.add(order(129))
  await palette.run('Show Journey')
  await palette.run('Events enter at source.web')
  const into = page.getByRole('list', { name: 'Into the flow, once' })
  const kafka = page.getByRole('list', { name: 'kafka, Kafka' })
  await into.getByRole('button', { name: /^web/ }).click()
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByText('Off: matching events go on').click()
  await expect(into.getByRole('button', { name: /^Source mapping/ })).toContainText('ignored by its rule')
  await page.getByRole('button', { name: 'Remove the rule order › complete' }).click()
  await expect(into.getByRole('button', { name: /^Collector/ })).toBeVisible()

  await page.getByRole('combobox', { name: 'Kind of next of web' }).selectOption('First match')
  await page.getByRole('textbox', { name: 'Path of next of web, branch 1' }).fill('ingest.path')
  await page.getByRole('combobox', { name: 'Operator of next of web, branch 1' }).selectOption('begins with')
  await page.getByRole('textbox', { name: 'Value of next of web, branch 1' }).fill('/shop')
  await page.getByRole('textbox', { name: 'Steps of next of web, branch 1' }).fill('addChannel')
  await page.getByRole('textbox', { name: 'Request' }).fill('{"path": "/shop/1"}')
  await page.keyboard.press('Enter')
  await expect(into.getByRole('button', { name: /^addChannel/ })).toContainText('data.channel')
  const conditions = page.getByRole('list', { name: 'next of web' })
  await expect(conditions).toContainText('/shop/1')
  await expect(conditions).toContainText('taken')
  await page.getByRole('textbox', { name: 'Request' }).fill('{"path": "/"}')
  await page.keyboard.press('Enter')
  await expect(into.getByRole('button', { name: /^addChannel/ })).toHaveCount(0)
  await expect(conditions).toContainText('not taken')

  // A group inside a group, by the keyboard.
  await page.getByRole('button', { name: 'Or another condition in next of web, branch 1' }).focus()
  await page.keyboard.press('Enter')
  const second = 'next of web, branch 1, condition 2'
  await page.getByRole('button', { name: `And another condition in ${second}` }).focus()
  await page.keyboard.press('Enter')
  const inner = page.getByRole('group', { name: `Conditions of ${second}` })
  await inner.getByRole('textbox', { name: 'Path' }).first().fill('ingest.path')
  await inner.getByRole('button', { name: `Remove ${second}, condition 2` }).focus()
  await page.keyboard.press('Enter')
  await expect(inner).toHaveCount(0)
  await expect(page.getByRole('group', { name: 'Conditions of next of web, branch 1' })).toBeVisible()
  await expect(into.getByRole('button', { name: /^addChannel/ })).toContainText('data.channel')
  expect(await violationsOn(page, '.hop-detail')).toEqual([])
  await page.getByRole('button', { name: 'Remove next of web, branch 1, condition 2' }).click()
  await expect(conditions).toContainText('not taken')

  await kafka.getByRole('button', { name: /^Consent/ }).click()
  await page.getByRole('textbox', { name: 'before kafka' }).fill('redact, addChannel, addChannel, redact, largeOnly')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Consent' }).fill('marketing')
  await page.keyboard.press('Enter')
  await expect(kafka.getByRole('button', { name: /^Consent/ })).toContainText('held until granted')
  await page.getByRole('combobox', { name: 'Consent' }).focus()
  await page.keyboard.press(']')
  await expect(page.getByRole('note')).toContainText('as if nothing were granted')
  await page.keyboard.press('[')
  await expect(page.getByRole('note')).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Consent' }).selectOption('marketing')
  await expect(page.getByRole('note')).toContainText('as if marketing were granted. The sample grants nothing.')
  await expect(kafka.getByRole('button')).toHaveText([
    /^Consent/,
    /^redact/,
    /^3 more.*addChannel, addChannel, redact/,
    /^largeOnly/,
    /^Mapping/,
    /^orders/,
  ])
  await kafka.getByRole('button', { name: /^3 more/ }).click()
  await expect(kafka.getByRole('button')).toHaveCount(8)
  await expect(kafka.getByRole('button', { name: /^addChannel/ }).first()).toBeFocused()
  await page.getByRole('button', { name: 'Fold' }).click()
  await expect(kafka.getByRole('button')).toHaveCount(6)
  await page.getByRole('button', { name: 'Back to as sent' }).click()
  await expect(kafka.getByRole('button', { name: /^largeOnly/ })).toContainText('Not reached')
})
