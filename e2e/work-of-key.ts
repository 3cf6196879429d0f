// Counts what the page does for one keystroke: a count is the same on a busy machine, a time is not.
import { expect, type Page } from '@playwright/test'

export interface WorkOfKey {
  /** Components that React rendered before the key was painted. */
  rendered: number
  /** What made the browser lay out the page in the middle of that work. */
  reads: string[]
}

interface Counter {
  start(): void
  ofKey(): WorkOfKey
}

type Counted = typeof globalThis & { counter: Counter }

/** Has the page count; to be called before it is opened. */
export async function countWork(page: Page): Promise<void> {
  await page.addInitScript(installCounter)
}

/** Waits until the page has shown and saved an edit: what it shows of that later is not of the next key. */
export async function settled(page: Page, edit: string): Promise<void> {
  await expect(page.getByRole('button', { name: `Undo: ${edit}`, exact: true })).toBeVisible()
  const bar = page.getByRole('contentinfo')
  await expect(bar).toContainText('Preview is current')
  await expect(bar).toContainText('All changes saved in this browser')
  await expect(page.getByTestId('genuine')).toBeVisible()
}

/** Presses a key and says what the page did until it was painted. */
export async function workOfKey(page: Page, key: string): Promise<WorkOfKey> {
  await page.evaluate(() => (globalThis as Counted).counter.start())
  await page.keyboard.press(key)
  return page.evaluate(
    () =>
      new Promise<WorkOfKey>((resolve) => {
        requestAnimationFrame(() => setTimeout(() => resolve((globalThis as Counted).counter.ofKey())))
      }),
  )
}

/** Where the browser began each layout while something was done, `#document` where it laid out the whole page. */
export async function layoutRootsOf(page: Page, act: () => Promise<unknown>): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'] } })
  await act()
  const isComplete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await isComplete
  return events.flatMap(({ args }) => args.endData?.layoutRoots?.map(({ nodeName }) => nodeName) ?? [])
}

/**
 * Answers which elements have a layer now because the one of the caret is below them. The browser tells of its layers when they
 * change alone, so that one look is no more than where they stood then.
 */
export async function watchLayersAfterCaret(page: Page): Promise<() => Promise<string[]>> {
  const session = await page.context().newCDPSession(page)
  let layers: Layer[] = []
  const first = new Promise<void>((resolve) => {
    session.on('LayerTree.layerTreeDidChange', (change) => {
      layers = change.layers ?? layers
      resolve()
    })
  })
  await session.send('DOM.enable')
  await session.send('LayerTree.enable')
  await first
  const nameOf = async ({ backendNodeId, width, height }: Layer) => {
    const size = `${width}×${height}`
    if (backendNodeId === undefined) return size
    const { node } = await session.send('DOM.describeNode', { backendNodeId })
    return [node.nodeName, ...(node.attributes ?? []), size].join(' ')
  }
  return async () => {
    const names = layers.map(async (layer) => {
      const { compositingReasons } = await session.send('LayerTree.compositingReasons', { layerId: layer.layerId })
      return compositingReasons.join().startsWith('Overlaps') ? [await nameOf(layer)] : []
    })
    // A layer that has gone since has no reasons any more.
    return (await Promise.all(names.map((name) => name.catch(() => [])))).flat()
  }
}

/** A layer, of all that the browser says of it. */
interface Layer {
  layerId: string
  backendNodeId?: number
  width: number
  height: number
}

/** A layout, of all that a trace says. */
interface TraceEvent {
  args: { endData?: { layoutRoots?: { nodeName: string }[] } }
}

/** Runs in the page: follows the commits of React, as its developer tools do, and the reads that force a layout. */
function installCounter(): void {
  interface Fiber {
    tag: number
    flags: number
    alternate: Fiber | null
    child: Fiber | null
    sibling: Fiber | null
  }
  // Functions, with and without a forwarded reference or a memo.
  const componentTags = new Set([0, 11, 14, 15])
  const performedWork = 1
  let isOn = false
  let commits: number[] = []
  let reads: string[] = []
  const countRendered = (first: Fiber | null): number => {
    let count = 0
    for (let fiber = first; fiber !== null; fiber = fiber.sibling) {
      const before = fiber.alternate
      if (componentTags.has(fiber.tag) && (before === null || (fiber.flags & performedWork) !== 0)) count++
      if (before === null || before.child !== fiber.child) count += countRendered(fiber.child)
    }
    return count
  }
  const note = (name: string) => {
    if (isOn && commits.length === 0) reads.push(name)
  }
  const watch = (prototype: object, name: string) => {
    const found = Object.getOwnPropertyDescriptor(prototype, name)
    const { get, value } = found ?? {}
    Object.defineProperty(prototype, name, {
      ...found,
      ...(get && {
        get(this: unknown) {
          note(name)
          return get.call(this)
        },
      }),
      ...(value && {
        value(this: unknown, ...args: unknown[]) {
          note(name)
          return value.apply(this, args)
        },
      }),
    })
  }
  for (const name of [
    'clientHeight',
    'clientWidth',
    'scrollHeight',
    'scrollWidth',
    'scrollTop',
    'getBoundingClientRect',
    'scrollIntoView',
  ])
    watch(Element.prototype, name)
  for (const name of ['offsetHeight', 'offsetWidth', 'offsetTop', 'offsetLeft', 'innerText'])
    watch(HTMLElement.prototype, name)
  Object.assign(globalThis, {
    counter: {
      start() {
        // From the input on: what an earlier key left for a later frame may still be rendered before it, and a read of the key counts.
        const begin = () => {
          commits = []
          reads = []
          isOn = true
        }
        addEventListener('keydown', begin, { capture: true, once: true })
        addEventListener('beforeinput', () => (commits = []), { capture: true, once: true })
      },
      ofKey() {
        isOn = false
        return { rendered: commits[0] ?? 0, reads }
      },
    } satisfies Counter,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      checkDCE() {},
      onCommitFiberUnmount() {},
      onPostCommitFiberRoot() {},
      onCommitFiberRoot(_id: number, root: { current: Fiber }) {
        if (isOn) commits.push(countRendered(root.current.child))
      },
    },
  })
}
