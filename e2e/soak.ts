// `pnpm soak [minutes]`: edits, produces and replays for half an hour, and how much memory page and bridge have then.

import { startLocalKafka } from '@mapping-designer/local-kafka'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { buildDesigner } from '../scripts/build-designer.ts'
import { browserPath } from '../scripts/find-browser.ts'
import { type BridgeProcess, startBridge } from './bridge-process.ts'
import { type Designer, designerOn } from './fixtures.ts'

const minutes = Number(process.argv[2] ?? 30)
const pause = 250

interface Reading {
  second: number
  edits: number
  produced: number
  replayed: number
  /** MiB after a collection of garbage */
  page: number
  /** MiB of resident memory */
  bridge: number
  /** MiB of objects, collected or not */
  bridgeHeap: number
}

async function soak(): Promise<void> {
  await buildDesigner(() => {})
  const kafka = await startLocalKafka()
  process.env['E2E_BROKERS'] = kafka.brokers.plaintext
  const bridge = await startBridge()
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    const readings = await work(browser, bridge)
    console.log(JSON.stringify(summary(readings), null, 2))
  } finally {
    await browser.close()
    await bridge.stop()
    await kafka.stop()
  }
}

async function work(browser: Browser, bridge: BridgeProcess): Promise<Reading[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const session = await page.context().newCDPSession(page)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  const designer = designerOn(page)
  await designer.open(bridge.url)
  await designer.example('Shop orders')
  await designer.record.region.waitFor()
  await createTopics(page)
  const began = Date.now()
  const counts = { edits: 0, produced: 0, replayed: 0 }
  const readings: Reading[] = []
  let nextReading = 0
  for (let round = 0; Date.now() - began < minutes * 60_000; round++) {
    await edit(page, round)
    counts.edits++
    if (round % 10 === 0) counts.produced += await produce(designer)
    if (round % 40 === 0) counts.replayed += await replay(bridge)
    if (Date.now() - began >= nextReading) {
      const second = Math.round((Date.now() - began) / 1_000)
      const reading = { second, ...counts, page: await heapOf(session), ...(await memoryOf(bridge)) }
      readings.push(reading)
      console.error(JSON.stringify(reading))
      nextReading += 30_000
    }
    await page.waitForTimeout(pause)
  }
  if (faults.length > 0) throw new Error(`The page failed: ${faults.join('; ')}`)
  return readings
}

async function createTopics(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Cluster' }).click()
  const needs = page.getByRole('region', { name: 'What the rules need' })
  await needs.getByRole('button', { name: /^Create all/ }).click()
  await needs.getByText('Every topic is there.').waitFor()
  await page.getByRole('link', { name: 'Design', exact: true }).click()
}

/** Types another name into a rule, as a person does. */
async function edit(page: Page, round: number): Promise<void> {
  const name = page.getByRole('region', { name: 'Editor' }).getByLabel('Name', { exact: true })
  await name.fill(round % 2 === 0 ? 'purchase' : `purchase-${round}`)
}

async function produce(designer: Designer): Promise<number> {
  await designer.produce.open()
  await designer.produce.produce()
  await designer.produce.results.waitFor()
  await designer.produce.close()
  return 1
}

const flow = aFlow(aConfig({}, { clientId: 'soak', topic: 'shop.orders', key: 'data.id' }))

/** Replays two thousand events through the bridge. */
async function replay({ url }: BridgeProcess): Promise<number> {
  const { origin, hash } = new URL(url)
  const id = crypto.randomUUID()
  const ask = async (method: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${hash.replace('#token=', '')}`, 'content-type': 'application/json' }
    const answer = await fetch(`${origin}/api/replays${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
  }
  const events = Array.from({ length: 2_000 }, (_, index) => ({ name: 'order complete', data: { id: `S-${index}` } }))
  await ask('POST', '', { id, profile: 'env', flow })
  await ask('PUT', `/${id}/events`, { from: 0, events, isLast: true })
  return events.length
}

const MiB = 2 ** 20

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return Math.round((usedSize / MiB) * 10) / 10
}

async function memoryOf({ url }: BridgeProcess): Promise<Pick<Reading, 'bridge' | 'bridgeHeap'>> {
  const metrics = await (await fetch(new URL('/metrics', url))).text()
  const mebibytes = (name: string) => {
    const bytes = Number(new RegExp(`^bridge_${name}_bytes (\\S+)$`, 'm').exec(metrics)?.[1])
    return Math.round((bytes / MiB) * 10) / 10
  }
  return { bridge: mebibytes('resident_memory'), bridgeHeap: mebibytes('heap_used') }
}

/** The middle of the first and of the last fifth, after a minute of warming up. */
function summary(readings: readonly Reading[]): object {
  const warm = readings.filter(({ second }) => second >= 60)
  const fifth = Math.max(1, Math.floor(warm.length / 5))
  type Measure = 'page' | 'bridge' | 'bridgeHeap'
  const middle = (some: readonly Reading[], of: Measure) =>
    some.map((reading) => reading[of]).sort((a, b) => a - b)[some.length >> 1] ?? Number.NaN
  const growth = (of: Measure) => ({
    first: middle(warm.slice(0, fifth), of),
    last: middle(warm.slice(-fifth), of),
  })
  const { edits = 0, produced = 0, replayed = 0, second = 0 } = readings.at(-1) ?? {}
  return {
    minutes: Math.round(second / 6) / 10,
    edits,
    produced,
    replayed,
    pageMiB: growth('page'),
    bridgeMiB: growth('bridge'),
    bridgeHeapMiB: growth('bridgeHeap'),
  }
}

await soak()
// The broker's keeper has ended; an idle connection of a client may still hold a timer.
process.exit(0)
