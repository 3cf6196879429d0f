import { test as base, expect, type Page } from '@playwright/test'
import { type BridgeProcess, startBridge } from './bridge-process.ts'
import { codeEditor } from './pages/code-editor.ts'
import { commandPalette } from './pages/command-palette.ts'
import { editorPane } from './pages/editor-pane.ts'
import { produceDrawer } from './pages/produce-drawer.ts'
import { recordPane } from './pages/record-pane.ts'
import { rulesPane } from './pages/rules-pane.ts'
import { samplesPane } from './pages/samples-pane.ts'

export { expect } from '@playwright/test'

export function designerOn(page: Page) {
  return {
    page,
    samples: samplesPane(page),
    rules: rulesPane(page),
    editor: editorPane(page),
    code: codeEditor(page),
    palette: commandPalette(page),
    record: recordPane(page),
    produce: produceDrawer(page),
    fields: page.getByRole('region', { name: 'Fields' }),
    problems: page.getByRole('region', { name: 'Problems' }),
    cluster: page.getByRole('button', { name: /^Cluster:/ }),
    undo: () => page.getByRole('banner').getByRole('button', { name: /^Undo/ }).click(),
    async open(url: string) {
      await page.goto(url)
      await page.getByRole('banner').waitFor()
    },
    /** Pastes events into the first page. */
    async paste(text: string) {
      await page.getByRole('textbox', { name: 'Events' }).fill(text)
      await page.getByRole('button', { name: 'Use events' }).click()
    },
    example: (title: string) => page.getByRole('button', { name: title }).click(),
    show: (screen: 'Design' | 'Journey' | 'Review' | 'Cluster') => page.getByRole('link', { name: screen }).click(),
    /** Chooses from the menu that takes the flow out of the page. */
    async chooseExport(item: string) {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('menuitem', { name: item }).click()
    },
    async importFlow(text: string) {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'flow.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    },
  }
}
export type Designer = ReturnType<typeof designerOn>

interface TestFixtures {
  /** A designer on an empty page; a test with an uncaught error or a console warning fails. */
  designer: Designer
  /** What the console may say in a test that provokes it. */
  allowedConsole: RegExp[]
}

interface WorkerFixtures {
  bridge: BridgeProcess
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  allowedConsole: [[], { option: true }],
  bridge: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off this pattern
    async ({}, use) => {
      const bridge = await startBridge()
      await use(bridge)
      await bridge.stop()
    },
    { scope: 'worker' },
  ],
  designer: async ({ page, bridge, allowedConsole }, use) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning'
      if (isComplaint && !allowedConsole.some((pattern) => pattern.test(message.text())))
        complaints.push(message.text())
    })
    const designer = designerOn(page)
    await designer.open(bridge.url)
    await use(designer)
    expect(complaints).toEqual([])
  },
})
