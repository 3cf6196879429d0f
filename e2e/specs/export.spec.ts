import { readFileSync } from 'node:fs'
import { expect, test } from '../fixtures.ts'

const kafka = (password: string) => ({
  brokers: ['localhost:9092'],
  topic: 'orders',
  sasl: { mechanism: 'plain', username: 'app', password },
})
const flow = (password: string) => ({
  version: 4,
  flows: {
    default: {
      config: { platform: 'server' },
      destinations: {
        kafka: { package: '@walkeros/server-destination-kafka', config: { settings: { kafka: kafka(password) } } },
      },
    },
  },
})

test('a secret that is written out is not exported until it is a reference', async ({ designer }) => {
  const { page } = designer
  await designer.importFlow(JSON.stringify(flow('hunter2')))
  await expect(page.getByRole('button', { name: 'Destination: default / kafka' })).toBeVisible()
  await page.keyboard.press('Control+s')
  const offer = page.getByRole('region', { name: 'Offer' })
  await expect(offer).toContainText('Not exported: password is written out')
  const download = page.waitForEvent('download')
  await offer.getByRole('button', { name: 'Use $env.KAFKA_PASSWORD' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain('"$env.KAFKA_PASSWORD"')
  expect(text).not.toContain('hunter2')
})

test('a project folder is downloaded with what it takes to run and check the flow', async ({ designer }) => {
  const { page } = designer
  await designer.example('Shop orders')
  const download = page.waitForEvent('download')
  await designer.chooseExport('Download as project')
  const zip = readFileSync(await (await download).path())
  const names = zip.toString('latin1')
  for (const name of ['flow.json', 'package.json', 'README.md', 'Dockerfile', '.github/workflows/check.yml']) {
    expect(names).toContain(`walkeros-to-kafka/${name}`)
  }
})

test('what the bundle of walkerOS needs is one click each, and one undo', async ({ designer }) => {
  await designer.importFlow(JSON.stringify(flow('$env.PASSWORD')))
  await designer.problems.getByRole('button', { name: 'Add env.Kafka' }).click()
  await designer.problems.getByRole('button', { name: 'Pin the versions' }).click()
  await expect(designer.problems).not.toContainText('env.Kafka')
  await expect(designer.problems).not.toContainText('pins no version')
  await designer.undo()
  await expect(designer.problems).toContainText('pins no version')
})

test('a key that stands twice in a flow file is named with its line', async ({ designer }) => {
  await designer.importFlow('{"version": 4, "flows": {},\n"flows": {}}')
  await expect(designer.page.getByRole('alert')).toContainText('Line 2, column 1: the object has the key flows twice')
})

test('what is copied is said, and that a browser does not allow it', async ({ designer }) => {
  const { page, palette } = designer
  await designer.example('Shop orders')
  const bar = page.getByRole('contentinfo')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await palette.run('> Copy flow.json')
  await expect(bar).toContainText('Copied: flow.json.')
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('denied'))
  })
  await palette.run('> Copy flow.json')
  await expect(bar).toContainText('Nothing copied: this browser does not let the page write to the clipboard.')
})
