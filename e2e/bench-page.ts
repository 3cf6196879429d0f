// The page that the benchmarks measure: opened with a workload, and settled.
import type { Browser, Page } from '@playwright/test'
import { heavy } from '../benchmarks/workloads.ts'
import { designerOn } from './fixtures.ts'

/** How much is measured: all of it takes minutes, a little shows that the benchmark still runs. */
export const sizes = {
  full: {
    ...{ keystrokes: 80, samples: 1_000, rounds: 6, scrolled: 10_000, frames: 180, edits: 1_000, slowdown: 4 },
    ...{ items: 2_000, fields: 300, rules: 200 },
  },
  tiny: {
    ...{ keystrokes: 3, samples: 20, rounds: 2, scrolled: 50, frames: 10, edits: 5, slowdown: 1 },
    ...{ items: 20, fields: 10, rules: 5 },
  },
}
export type Size = (typeof sizes)['full']

async function open(browser: Browser, url: string, slowdown: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(url)
  await page.getByRole('banner').waitFor()
  if (slowdown > 1) {
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  }
  return page
}

/** The heavy workload with some samples of it. */
export async function openHeavy(
  browser: Browser,
  url: string,
  samples: number,
  slowdown: number,
  config: object = heavy.config,
): Promise<Page> {
  const page = await open(browser, url, 1)
  const designer = designerOn(page)
  const flow = {
    version: 4,
    flows: {
      default: {
        config: { platform: 'server' },
        destinations: { kafka: { package: '@walkeros/server-destination-kafka', config } },
      },
    },
  }
  await designer.importFlow(JSON.stringify(flow, null, 2))
  await designer.rules.rule('complete').waitFor()
  const events = Array.from({ length: samples }, (_, index) =>
    JSON.stringify({ ...heavy.event, data: { ...(heavy.event['data'] as object), id: `O-${index}` } }),
  )
  await designer.samples.region.getByRole('button', { name: 'Add sample' }).click()
  await page
    .getByTestId('event-files')
    .setInputFiles({ name: 'events.jsonl', mimeType: 'text/plain', buffer: Buffer.from(events.join('\n')) })
  await designer.record.state.waitFor()
  await page
    .getByText(`${samples.toLocaleString('en-US')} event`)
    .first()
    .waitFor()
  const close = designer.samples.region.getByRole('button', { name: /^(Cancel|Close)$/ })
  if (await close.isVisible()) await close.click()
  await designer.rules.rule('complete').click()
  await settled(page)
  if (slowdown > 1) {
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  }
  return page
}

/** All saving and analysing is done. */
export async function settled(page: Page): Promise<void> {
  await page.getByText('All changes saved in this browser').waitFor()
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)
  return Math.round((sorted[at] ?? Number.NaN) * 10) / 10
}
