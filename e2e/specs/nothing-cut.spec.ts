import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** px of it that are out of view. */
const cut = (of: Locator) => of.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)

const widths = [1440, 1280, 1024, 800, 390]

test('a row shows its source and each condition on it whole, with and without the focus', async ({ designer }) => {
  const { page, editor, rules, samples } = designer
  const map = {
    currency: { key: 'data.currency', value: 'EUR' },
    customer: { key: 'user.identifier', consent: { analytics: true } },
    total: { key: 'data.total', condition: '$code:(value) => value > 0' },
    all: { key: 'data.shipping', consent: { marketing: true }, value: 'none' },
    cents: { fn: '$code:(event) => event.data.total * 100', value: 0 },
  }
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: { data: { map } } } } }))))
  await samples.add('{"name":"order complete","data":{"total":12,"shipping":4,"currency":"USD"}}')
  await rules.rule('complete').click()
  for (const width of widths) {
    await test.step(`${width}`, async () => {
      await page.setViewportSize({ width, height: 1000 })
      if (width < 981)
        await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
      for (const name of ['currency', 'customer', 'total', 'all']) {
        const source = editor.source(name)
        await source.scrollIntoViewIfNeeded()
        const row = editor.region.locator('tr', { has: page.getByLabel(`Source of ${name}`, { exact: true }) })
        expect(await cut(source), `source of ${name}`).toBe(0)
        for (const chip of await row.locator('.chip > :last-child').all())
          expect(await cut(chip), `${name}: ${await chip.textContent()}`).toBe(0)
        await expect(row.locator('td.now')).toBeInViewport({ ratio: 1 })
        await source.focus()
        expect(await cut(source), `source of ${name} with the focus`).toBe(0)
      }
      const code = (await editor.source('cents').boundingBox())?.width
      expect(code).toBeGreaterThan(100)
      await editor.source('cents').focus()
      expect((await editor.source('cents').boundingBox())?.width).toBe(code)
    })
  }
})

test('a path that is longer than its column shows where it ends', async ({ designer }) => {
  const { page, editor, rules, samples } = designer
  const path = 'data.customer.delivery_address.city_of_the_customer'
  const rule = {
    data: { map: { city: path, items: 'data.customer.delivery_address.lines.*' } },
    settings: { key: path },
  }
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping: { order: { complete: rule } } }))))
  await samples.add('{"name":"order complete","data":{"customer":{"delivery_address":{}}}}')
  await rules.rule('complete').click()
  await page.setViewportSize({ width: 1024, height: 900 })
  const direction = (input: Locator) => input.evaluate((element) => getComputedStyle(element).direction)
  // The browser cuts a text at its start where it is written from the right.
  for (const input of [editor.source('city'), editor.key]) {
    expect(await cut(input)).toBeGreaterThan(0)
    expect(await direction(input)).toBe('rtl')
    await expect(input).toHaveAttribute('title', path)
    await input.focus()
    expect(await direction(input)).toBe('ltr')
  }
  // There a star would stand in front.
  expect(await direction(editor.source('items'))).toBe('ltr')
})

test('a rule without a key says in its input what the key comes from', async ({ designer }) => {
  const { page, editor, rules } = designer
  const data = { map: { id: 'data.id' } }
  const mapping = { order: { complete: { data }, refund: { data, settings: { key: '' } } } }
  const settings = { topic: 'shop', key: 'data.customer.id' }
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping }, settings))))
  await rules.rule('complete').click()
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: 900 })
    await expect(editor.key).toHaveAttribute('placeholder', 'data.customer.id')
    expect(await cut(editor.key)).toBe(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  // An empty one replaces that of the destination.
  await rules.rule('refund').click()
  await expect(editor.key).toHaveAttribute('placeholder', 'the event name')
})

test('the count of many samples is whole in the head of their pane', async ({ designer }) => {
  const { page, samples } = designer
  await designer.importFlow(JSON.stringify(aFlow(aConfig())))
  await samples.add('{"name":"order complete","data":{"id":"A"}}\n'.repeat(1200))
  const head = samples.region.locator('.pane-head').first()
  const count = head.locator('.count')
  const isWhole = async (words: RegExp) => {
    await expect(count).toHaveText(words)
    for (const width of [1024, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      for (const part of [count, head]) expect(await cut(part), `${width}`).toBe(0)
      await expect(head.getByRole('button', { name: 'Add sample' })).toBeInViewport({ ratio: 1 })
    }
  }
  await isWhole(/^1,20\d$/)
  await samples.add('{"name":"page view"}')
  await head.getByRole('button', { name: 'Filter samples' }).click()
  await samples.region.getByRole('searchbox').fill('order')
  await isWhole(/^1,20\d of 1,20\d$/)
})

test('on a phone a long topic and a long key are whole beside their inputs', async ({ designer }) => {
  const { page, editor, rules, samples } = designer
  const settings = { topic: 'shop.europe.orders.completed.v2', key: 'data.id' }
  const complete = { data: { map: {} }, settings }
  const id = '0b0f6f5e-8a57-4f0e-9d6b-3f7f4d1c2a10'
  await designer.importFlow(JSON.stringify(aFlow(aConfig({ mapping: { order: { complete, refund: {} } } }))))
  await samples.add(`{"name":"order complete","data":{"id":"${id}"}}\n{"name":"order refund"}`)
  for (const [rule, texts] of [
    ['complete', [settings.topic, id, 'rule']],
    ['refund', ['fallback', 'settings']],
  ] as const) {
    await page.setViewportSize({ width: 1440, height: 844 })
    await samples.select(`order ${rule}`)
    await rules.rule(rule).click()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Rules' }).click()
    for (const text of texts) {
      const shown = editor.region.locator('.resolved').getByText(text, { exact: true }).first()
      await expect(shown).toBeInViewport({ ratio: 1 })
      const [inner, outer] = await shown.evaluate((element) =>
        [element, element.closest('.resolved')].map((one) => one?.getBoundingClientRect().toJSON()),
      )
      expect(inner.right, text).toBeLessThanOrEqual(outer.right)
      expect(inner.bottom, text).toBeLessThanOrEqual(outer.bottom)
      expect(await cut(shown), text).toBeLessThanOrEqual(0)
    }
  }
})
