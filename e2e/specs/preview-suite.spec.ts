// The suite of previews has to notice a fault of the engine, of the screen and of an expectation: each is made here.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { type Designer, designerOn, expect, test } from '../fixtures.ts'
import { differencesShown, examplesOf } from '../previews/shown-example.ts'

const file = new URL('../../examples/destination-page/flow.json', import.meta.url)
const text = readFileSync(file, 'utf8')

async function differencesIn(designer: Designer, flow: string): Promise<string[]> {
  await designer.importFlow(flow)
  const found: string[] = []
  for (const shown of examplesOf(flow)) found.push(...(await differencesShown(designer, shown)))
  return found
}

/** Changes the built scripts of the designer on their way into the page; fails where there is nothing to change. */
async function withFault(page: Page, from: RegExp, to: string) {
  let count = 0
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch()
    const script = await response.text()
    count += script.match(from) ? 1 : 0
    await route.fulfill({ response, body: script.replace(from, to) })
  })
  return { hits: () => count }
}

test('the examples of this repository are shown as they expect', async ({ designer }) => {
  expect(await differencesIn(designer, text)).toEqual([])
})

test('an expectation that is wrong is noticed', async ({ designer }) => {
  const wrong = text.replace('\\"order_id\\":', '\\"turnover\\":')
  expect(wrong).not.toBe(text)
  expect(await differencesIn(designer, wrong)).toEqual([expect.stringMatching(/^value: expected .*turnover/)])
})

test('a rule that was changed is noticed', async ({ designer }) => {
  const changed = text.replace('"total": "data.total"', '"total": "data.id"')
  expect(changed).not.toBe(text)
  expect((await differencesIn(designer, changed)).length).toBeGreaterThan(0)
})

test.describe('in a designer with a fault', () => {
  // A script that was changed on its way is no longer what the page may run from a cache.
  test('of the engine, which makes keys with dashes', async ({ page, bridge }) => {
    const fault = await withFault(page, /\.replace\(\/\\s\+\/g,\s*([`'"])_\1\)/g, '.replace(/\\s+/g,"-")')
    const designer = designerOn(page)
    await designer.open(bridge.url)
    const found = await differencesIn(designer, text)
    expect(fault.hits()).toBeGreaterThan(0)
    expect(found).toContainEqual(expect.stringMatching(/^key: expected "[a-z]+_[a-z]+", shown "[a-z]+-[a-z]+"/))
  })

  test('of the screen, which shows the topic of another record', async ({ page, bridge }) => {
    const fault = await withFault(page, /name:\w+\.topic,topic:/g, 'name:"elsewhere",topic:')
    const designer = designerOn(page)
    await designer.open(bridge.url)
    const found = await differencesIn(designer, text)
    expect(fault.hits()).toBeGreaterThan(0)
    expect(found).toContainEqual(expect.stringMatching(/^topic: expected .*, shown "elsewhere"/))
  })
})
