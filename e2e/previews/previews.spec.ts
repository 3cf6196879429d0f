// Opens each flow file in the built designer and holds what the record pane shows against the step examples of the file.
// Started by `pnpm test:previews 'flows/**/*.json'`, which names the files.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type Designer, designerOn, expect, test } from '../fixtures.ts'
import { differencesShown, examplesOf } from './shown-example.ts'

const files: string[] = JSON.parse(process.env['PREVIEW_FLOWS'] ?? '[]')

for (const file of files) {
  test.describe(relative(process.cwd(), file), () => {
    const text = readFileSync(file, 'utf8')
    const examples = examplesOf(text)
    let designer: Designer

    test.beforeAll(async ({ browser, bridge }) => {
      designer = designerOn(await browser.newPage())
      await designer.open(bridge.url)
      await designer.importFlow(text)
    })
    test.afterAll(() => designer.page.close())

    test('has step examples', () => expect(examples.length).toBeGreaterThan(0))
    for (const shown of examples) {
      test(`${shown.destination}: ${shown.example.title}`, async () => {
        expect(await differencesShown(designer, shown)).toEqual([])
      })
    }
  })
}
