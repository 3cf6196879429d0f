// What "Copy as" gives is run as it is, and Kafka then holds the record of the screen.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureKcat } from '@mapping-designer/local-kafka/kcat'
import { type Designer, expect, test } from '../fixtures.ts'
import { readTopic } from '../kafka-topics.ts'

const run = promisify(execFile)
// Beside the packages that the programs import.
const programs = fileURLToPath(new URL('../../apps/bridge/node_modules/.snippets/', import.meta.url))

const config = (topic: string) => ({
  settings: { kafka: { brokers: [process.env['E2E_BROKERS']], topic, key: 'data.id', headers: { 'x-flow': "it's" } } },
  mapping: {
    order: { complete: { data: { map: { id: 'data.id', double: { fn: '$code:(event) => event.data.total * 2' } } } } },
  },
})
const event = (now: number) => ({
  name: 'order complete',
  data: { id: `Ö'1 "$HOME" \`x\``, total: 1.5 },
  timestamp: now,
})

async function copyAs({ page, record }: Designer, form: string): Promise<string> {
  await record.region.getByRole('button', { name: 'Copy as' }).click()
  await page.getByRole('menuitem', { name: form }).click()
  await expect(page.getByRole('status').filter({ hasText: `Copied: ${form}.` })).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}

/** A flow with one topic that exists, shown with one event. */
async function show(designer: Designer) {
  const topic = `snippets.${crypto.randomUUID()}`
  await designer.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await designer.importFlow(JSON.stringify(config(topic)))
  await designer.samples.add(JSON.stringify(event(Date.now())))
  await expect(designer.record.state).toHaveText('Mapped')
  const shown = await designer.record.read()
  await designer.produce.open()
  await designer.produce.produce()
  await designer.produce.create()
  await expect(designer.produce.status).toContainText('identical to the preview')
  await designer.produce.close()
  return { topic, shown }
}

async function runProgram(source: string): Promise<void> {
  mkdirSync(programs, { recursive: true })
  const file = join(programs, `${crypto.randomUUID()}.mjs`)
  writeFileSync(file, source)
  await run(process.execPath, [file], { env: { ...process.env, KAFKAJS_NO_PARTITIONER_WARNING: '1' } })
}

for (const form of ['As ESM program', 'As kafkajs call']) {
  test(`${form} delivers the record on screen`, async ({ designer }) => {
    const { topic, shown } = await show(designer)
    await runProgram(await copyAs(designer, form))
    const [, delivered] = await readTopic(topic)
    const { key, value, headers, timestamp } = shown
    expect(delivered).toMatchObject({ key, value, headers, timestamp })
  })
}

test('As kcat command delivers key, value and headers', async ({ designer }) => {
  ensureKcat()
  const { topic, shown } = await show(designer)
  await run('bash', ['-c', await copyAs(designer, 'As kcat command')])
  const { key, value, headers, partition } = shown
  const [, delivered] = await readTopic(topic)
  expect(delivered).toMatchObject({ key, value, headers, partition: Number(partition) })
})

test('As walkeros push command delivers the record with the exported flow', async ({ designer }) => {
  test.setTimeout(240_000)
  const { topic, shown } = await show(designer)
  // What the bundle of walkerOS needs beside the mapping is one click each.
  await designer.problems.getByRole('button', { name: 'Pin the versions' }).click()
  const download = designer.page.waitForEvent('download')
  await designer.page.keyboard.press('Control+s')
  const folder = mkdtempSync(join(tmpdir(), 'push-'))
  await (await download).saveAs(join(folder, 'flow.json'))
  const command = await copyAs(designer, 'As walkeros push command')
  const env = { ...process.env, TMPDIR: folder, KAFKAJS_NO_PARTITIONER_WARNING: '1' }
  await run('bash', ['-c', command], { cwd: folder, env, maxBuffer: 2 ** 26 })
  const [, delivered] = await readTopic(topic)
  const { key, value, headers, timestamp } = shown
  expect(delivered).toMatchObject({ key, value, headers, timestamp })
})
