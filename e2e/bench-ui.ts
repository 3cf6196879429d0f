// How fast the designer answers in Chromium, plain and with the processor slowed down four times.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from '@playwright/test'
import { measureParts } from '../benchmarks/measure-parts.ts'
import { heavy } from '../benchmarks/workloads.ts'
import { buildDesigner } from '../scripts/build-designer.ts'
import { browserPath } from '../scripts/find-browser.ts'
import { startBridge } from './bridge-process.ts'
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
type Size = (typeof sizes)['full']

/** Measures the designer behind `url` part by part; each is handed to `onPart` as soon as it is there. */
export async function benchUi(
  browser: Browser,
  url: string,
  size: Size,
  onPart: (name: string, figures: object) => void,
): Promise<Record<string, object>> {
  const { slowdown } = size
  const slowed = {
    'keystroke, slowed': () => benchKeystrokes(browser, url, size, 1, slowdown),
    'matrix, slowed': () => benchMatrix(browser, url, size, slowdown),
    'scroll, slowed': () => benchScroll(browser, url, size, slowdown),
  }
  const parts: Record<string, () => Promise<object>> = {
    'first view': () => benchFirstView(browser, url),
    'keystroke in Monaco alone': () => benchMonaco(browser, size),
    keystroke: () => benchKeystrokes(browser, url, size, 1, 1),
    'keystroke, many samples': () => benchKeystrokes(browser, url, size, size.samples, 1),
    'keystroke, many fields and rules': () => benchLargeFlow(browser, url, size),
    'large event': () => benchLargeEvent(browser, url, size),
    matrix: () => benchMatrix(browser, url, size, 1),
    scroll: () => benchScroll(browser, url, size, 1),
    // Without a slowdown they are what is measured above.
    ...(slowdown > 1 && slowed),
    memory: () => benchMemory(browser, url, size),
  }
  return measureParts(parts, onPart)
}

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
async function openHeavy(
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
async function settled(page: Page): Promise<void> {
  await page.getByText('All changes saved in this browser').waitFor()
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}

async function benchFirstView(browser: Browser, url: string): Promise<object> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Events' }).waitFor()
  const ready = await page.evaluate(() => Math.round(performance.now()))
  await page.waitForLoadState('networkidle')
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  await context.close()
  const origin = new URL(url).origin
  const html = await (await fetch(`${origin}/`)).text()
  const first = await staticScripts(
    origin,
    [...html.matchAll(/assets\/[\w.-]+\.js/g)].map(([name]) => name),
  )
  const loaded = urls.filter((name) => name.endsWith('.js')).map((name) => new URL(name).pathname.slice(1))
  return {
    'JavaScript of the first page, gzip kB': kilobytes(first),
    'with the panes that follow it, gzip kB': kilobytes(await staticScripts(origin, [...first.keys(), ...loaded])),
    'Monaco asked for': loaded.some((name) => /editor\.api|code-editor/.test(name)),
    'interactive after ms': ready,
  }
}

function kilobytes(sizes: ReadonlyMap<string, number>): number {
  return Math.round([...sizes.values()].reduce((sum, size) => sum + size, 0) / 1_000)
}

/** Scripts and what they import at once, by name, with their gzip bytes. */
async function staticScripts(origin: string, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (sizes.has(name)) continue
    const text = await (await fetch(`${origin}/${name}`)).text()
    sizes.set(name, gzipSync(text, { level: 9 }).length)
    for (const [, next] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) waiting.push(`assets/${next}`)
  }
  return sizes
}

async function benchKeystrokes(
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
async function benchMonaco(browser: Browser, { keystrokes }: Size): Promise<object> {
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
async function benchLargeFlow(browser: Browser, url: string, { keystrokes, fields, rules }: Size): Promise<object> {
  const map = Object.fromEntries(Array.from({ length: fields }, (_, index) => [`field_${index}`, 'data.id']))
  const others = Array.from({ length: rules }, (_, index) => [`action${index}`, { data: { map: { id: 'data.id' } } }])
  const mapping = { order: { complete: { data: { map } }, ...Object.fromEntries(others) } }
  const page = await openHeavy(browser, url, 1, 1, { ...heavy.config, mapping })
  const figures = await typeInTopic(page, keystrokes)
  await page.context().close()
  return figures
}

/** ms that an event of many items takes: pasted, with the first key, with a letter in the filter of its fields, in the palette. */
async function benchLargeEvent(browser: Browser, url: string, { items }: Size): Promise<object> {
  const page = await openHeavy(browser, url, 1, 1)
  const designer = designerOn(page)
  const nested = Array.from({ length: items }, (_, index) => ({
    entity: 'product',
    data: { id: `P-${index}`, name: `Product ${index}`, price: 10 + index, quantity: 1, color: 'red' },
  }))
  const event = { ...heavy.event, data: { ...(heavy.event['data'] as object), id: 'LARGE' }, nested }
  await designer.samples.region.getByRole('button', { name: 'Add sample' }).click()
  await designer.samples.region.getByRole('textbox').fill(JSON.stringify(event))
  const add = designer.samples.region.getByRole('button', { name: 'Use events' })
  const paste = await timeUntil(page, () => add.click(), '[data-pane="record"] .key', 'LARGE')
  await settled(page)
  const topic = page.getByRole('region', { name: 'Editor' }).getByLabel('Topic', { exact: true })
  await topic.focus()
  await page.keyboard.press('End')
  const key = await timeUntil(page, () => page.keyboard.type('Q'), '[data-pane="record"] .topic', 'Q')
  await settled(page)
  const filter = designer.fields.getByRole('searchbox')
  await filter.focus()
  const letter = await timeUntil(
    page,
    () => page.keyboard.type('q'),
    '[data-pane="fields"] [role="treegrid"]',
    'quantity',
  )
  await filter.fill('')
  await settled(page)
  const palette = await timeUntil(page, () => page.keyboard.press('Control+k'), 'body', 'Commands')
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await page.context().close()
  return {
    'paste ms': paste,
    'first key ms': key,
    'filter letter ms': letter,
    'palette ms': palette,
    'heap MB': Math.round(usedSize / 1_000_000),
  }
}

/** ms from an input until a text is painted in an element. */
async function timeUntil(page: Page, act: () => Promise<void>, selector: string, text: string): Promise<number> {
  const shown = await page.evaluateHandle(
    ([where = '', wanted = '']) => {
      let from = 0
      const begin = ({ timeStamp }: Event) => {
        from ||= timeStamp
      }
      for (const name of ['keydown', 'pointerdown']) addEventListener(name, begin, { capture: true, once: true })
      const time = new Promise<number>((resolve) => {
        const look = () => {
          const isShown = from > 0 && document.querySelector(where)?.textContent?.includes(wanted) === true
          if (isShown) setTimeout(() => resolve(Math.round(performance.now() - from)))
          else requestAnimationFrame(look)
        }
        look()
      })
      return { time }
    },
    [selector, text],
  )
  await act()
  return shown.evaluate(({ time }) => time)
}

/** ms from an edit to the matrix of all samples that shows it, and the longest piece of work in between. */
async function benchMatrix(
  browser: Browser,
  url: string,
  { samples, rounds }: Size,
  slowdown: number,
): Promise<object> {
  const page = await openHeavy(browser, url, samples, slowdown)
  const taken: number[] = []
  const longest: number[] = []
  await page.getByRole('region', { name: 'Editor' }).getByLabel('Topic', { exact: true }).fill('round-odd')
  await page.getByRole('link', { name: 'Review' }).click()
  await page.getByRole('table', { name: 'Samples and their records' }).getByText('round-odd').nth(5).waitFor()
  for (let round = 0; round < rounds; round++) {
    // The edit is taken back and made again by turns: the matrix has no input for it.
    const isUndo = round % 2 === 0
    const measured = await page.evaluateHandle((isBack) => {
      const pieces: number[] = []
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) pieces.push(entry.duration)
      })
      observer.observe({ type: 'longtask' })
      const table = document.querySelector('.matrix-table') as HTMLElement
      const pressed = new Promise<number>((resolve) => {
        const onKey = ({ key, timeStamp }: KeyboardEvent) => key.toLowerCase() === 'z' && resolve(timeStamp)
        addEventListener('keydown', onKey, { capture: true })
      })
      const shown = new Promise<number>((resolve) => {
        const look = new MutationObserver(() => {
          const isNew = [...table.querySelectorAll('tbody tr:nth-child(2) td:nth-child(4) code')].some(
            (cell) => isBack !== (cell.textContent === 'round-odd'),
          )
          if (!isNew) return
          look.disconnect()
          resolve(performance.now())
        })
        look.observe(table, { subtree: true, characterData: true, childList: true })
      })
      const result = Promise.all([pressed, shown]).then(async ([start, end]) => {
        await new Promise((resolve) => setTimeout(resolve, 300))
        observer.disconnect()
        return { time: end - start, pieces }
      })
      return { result }
    }, isUndo)
    await page.keyboard.press(isUndo ? 'Control+z' : 'Control+Shift+z')
    const result = await measured.evaluate((handle) => handle.result)
    taken.push(result.time)
    longest.push(Math.max(0, ...result.pieces))
  }
  await page.context().close()
  return { 'p50 ms': percentile(taken, 50), 'longest task ms': Math.round(Math.max(...longest)) }
}

/** ms between frames while many samples are scrolled through. */
async function benchScroll(
  browser: Browser,
  url: string,
  { scrolled, frames: count }: Size,
  slowdown: number,
): Promise<object> {
  const page = await openHeavy(browser, url, scrolled, slowdown)
  const frames = await page.evaluate(async (wanted) => {
    const list = document.querySelector('.samples-list') as HTMLElement
    const found: number[] = []
    let last = performance.now()
    for (let frame = 0; frame < wanted; frame++) {
      list.scrollTop += 900
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const now = performance.now()
      found.push(now - last)
      last = now
    }
    return found.slice(5)
  }, count)
  await page.context().close()
  return { 'frame p50 ms': percentile(frames, 50), 'frame p95 ms': percentile(frames, 95) }
}

/** Heap after garbage collection, before and after many edits. */
async function benchMemory(browser: Browser, url: string, { edits }: Size): Promise<object> {
  const page = await openHeavy(browser, url, 50, 1)
  const session = await page.context().newCDPSession(page)
  const heap = async () => {
    await settled(page)
    for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage')
    return (await session.send('Runtime.getHeapUsage')).usedSize / 1_000_000
  }
  const topic = page.getByRole('region', { name: 'Editor' }).getByLabel('Topic', { exact: true })
  const edit = (from: number, count: number) =>
    topic.evaluate(
      async (input, [start = 0, end = 0]) => {
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
        for (let number = start; number < end; number++) {
          set?.call(input, `topic-${number}`)
          input.dispatchEvent(new Event('input', { bubbles: true }))
          await new Promise((resolve) => requestAnimationFrame(resolve))
        }
      },
      [from, from + count],
    )
  // The history of edits is full before the first look.
  await edit(0, edits)
  const before = await heap()
  await edit(edits, edits)
  const after = await heap()
  await page.context().close()
  return { 'MB before': Math.round(before * 10) / 10, [`MB after ${edits} edits`]: Math.round(after * 10) / 10 }
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)
  return Math.round((sorted[at] ?? Number.NaN) * 10) / 10
}

async function main(): Promise<void> {
  await buildDesigner(() => {})
  const bridge = await startBridge()
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info'],
  })
  try {
    const onPart = (name: string, figures: object) => console.error(`${name}: ${JSON.stringify(figures)}`)
    const all = await benchUi(browser, bridge.url, sizes.full, onPart)
    console.log(JSON.stringify(all, null, process.argv.includes('--json') ? undefined : 2))
  } finally {
    await browser.close()
    await bridge.stop()
  }
}

if (import.meta.main) await main()
