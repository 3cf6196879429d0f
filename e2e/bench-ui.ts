// How fast the designer answers in Chromium, plain and with the processor slowed down four times.
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from '@playwright/test'
import { measureParts } from '../benchmarks/measure-parts.ts'
import { heavy } from '../benchmarks/workloads.ts'
import { buildDesigner } from '../scripts/build-designer.ts'
import { browserPath } from '../scripts/find-browser.ts'
import { benchKeystrokes, benchLargeFlow, benchMonaco, benchTextBox } from './bench-keys.ts'
import { openHeavy, percentile, type Size, settled, sizes } from './bench-page.ts'
import { startBridge } from './bridge-process.ts'
import { designerOn } from './fixtures.ts'

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
    'keystroke in a bare text box': () => benchTextBox(browser, size),
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
