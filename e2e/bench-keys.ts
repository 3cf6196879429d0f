// How long a key takes until it is painted: in the designer, and in yardsticks beside it.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { heavy } from '../benchmarks/workloads.ts'
import { openHeavy, percentile, type Size, settled } from './bench-page.ts'

export async function benchKeystrokes(
  browser: Browser,
  url: string,
  { keystrokes }: Size,
  samples: number,
  slowdown: number,
): Promise<object> {
  const page = await openHeavy(browser, url, samples, slowdown)
  const figures = await typeInTopic(page, keystrokes)
  await page.context().close()
  return figures
}

async function typeInTopic(page: Page, keystrokes: number): Promise<object> {
  const topic = page.getByRole('region', { name: 'Editor' }).getByLabel('Topic', { exact: true })
  await topic.fill('t')
  await settled(page)
  await topic.focus()
  return timeKeys(page, '[data-pane="record"] .meta-strip', keystrokes)
}

/** ms from a key going down to what it changes below an element: until that is committed, and until it is painted. */
async function timeKeys(page: Page, shown: string, keystrokes: number): Promise<object> {
  await page.evaluate((selector) => {
    const painted: number[] = []
    const committed: number[] = []
    Object.assign(globalThis, { taken: { painted, committed } })
    let pressed = 0
    addEventListener(
      'keydown',
      (event) => {
        pressed = event.timeStamp
      },
      { capture: true },
    )
    const look = new MutationObserver(() => {
      if (pressed === 0) return
      const from = pressed
      pressed = 0
      committed.push(performance.now() - from)
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => painted.push(performance.now() - from)
        port2.postMessage(null)
      })
    })
    for (const element of document.querySelectorAll(selector))
      look.observe(element, { subtree: true, characterData: true, childList: true })
  }, shown)
  for (let key = 0; key < keystrokes; key++) {
    await page.keyboard.type('abcdefghij'[key % 10] ?? 'x')
    await page.waitForTimeout(60)
  }
  const { painted, committed } = await page.evaluate(
    () => (globalThis as unknown as { taken: { painted: number[]; committed: number[] } }).taken,
  )
  return {
    'p50 ms': percentile(painted, 50),
    'p95 ms': percentile(painted, 95),
    'until committed p95 ms': percentile(committed, 95),
    measured: painted.length,
  }
}

/** The least that a key takes in this browser on this machine: a text box, and its text beside it. */
export async function benchTextBox(browser: Browser, { keystrokes }: Size): Promise<object> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.setContent('<textarea></textarea><output></output>')
  await page.evaluate(() => {
    const [box, shown] = [document.querySelector('textarea'), document.querySelector('output')]
    box?.addEventListener('input', () => shown?.replaceChildren(box.value))
    box?.focus()
  })
  const figures = await timeKeys(page, 'output', keystrokes)
  await context.close()
  return figures
}

const monaco = fileURLToPath(new URL('../apps/designer/node_modules/monaco-editor/min', import.meta.url))

/** What Monaco's own loader puts on a page. */
interface MonacoPage {
  require: { (names: string[], onLoad: () => void): void; config(paths: object): void }
  monaco: {
    editor: {
      create(host: Element | null, options: object): { setPosition(position: object): void; focus(): void }
    }
  }
}

/** The yardstick: a key in the code editor that most people know, with nothing around it. */
export async function benchMonaco(browser: Browser, { keystrokes }: Size): Promise<object> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const origin = 'http://monaco.localhost'
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/')
      return route.fulfill({ contentType: 'text/html', body: '<div id="editor" style="height:90vh"></div>' })
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript'
    await route.fulfill({ contentType: type, body: await readFile(monaco + pathname) })
  })
  await page.goto(origin)
  await page.addScriptTag({ url: `${origin}/vs/loader.js` })
  await page.evaluate(
    (text) =>
      new Promise<void>((resolve) => {
        const page = globalThis as unknown as MonacoPage
        page.require.config({ paths: { vs: '/vs' } })
        page.require(['vs/editor/editor.main'], () => {
          const host = document.querySelector('#editor')
          const editor = page.monaco.editor.create(host, { value: text, language: 'json', automaticLayout: true })
          editor.setPosition({ lineNumber: 2, column: 1 })
          editor.focus()
          resolve()
        })
      }),
    JSON.stringify(heavy.config, null, 2),
  )
  await page.locator('.view-line').first().waitFor()
  const figures = await timeKeys(page, '.view-lines', keystrokes)
  await context.close()
  return figures
}

/** Keys in a rule of a map of many fields, beside many rules. */
export async function benchLargeFlow(
  browser: Browser,
  url: string,
  { keystrokes, fields, rules }: Size,
): Promise<object> {
  const map = Object.fromEntries(Array.from({ length: fields }, (_, index) => [`field_${index}`, 'data.id']))
  const others = Array.from({ length: rules }, (_, index) => [`action${index}`, { data: { map: { id: 'data.id' } } }])
  const mapping = { order: { complete: { data: { map } }, ...Object.fromEntries(others) } }
  const page = await openHeavy(browser, url, 1, 1, { ...heavy.config, mapping })
  const figures = await typeInTopic(page, keystrokes)
  await page.context().close()
  return figures
}
