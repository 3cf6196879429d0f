import { sizes } from '../bench-page.ts'
import { benchUi } from '../bench-ui.ts'
import { expect, test } from '../fixtures.ts'

test('the benchmark of the page measures all of its parts', async ({ browser, bridge }) => {
  const parts: Record<string, object> = {}
  await benchUi(browser, bridge.url, sizes.tiny, (name, figures) => {
    parts[name] = figures
  })
  expect(Object.keys(parts)).toHaveLength(10)
  for (const figures of Object.values(parts)) {
    for (const figure of Object.values(figures)) expect(Number.isNaN(figure)).toBe(false)
  }
})
