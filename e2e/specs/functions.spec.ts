import { type Designer, expect, test } from '../fixtures.ts'

function flowWith(fn: string): string {
  const data = { map: { id: 'data.id', cents: { fn: `$code:${fn}` } } }
  const config = {
    settings: { kafka: { brokers: ['localhost:9092'], topic: 'functions' } },
    mapping: { order: { complete: { data } } },
  }
  return JSON.stringify(
    {
      version: 4,
      flows: { default: { destinations: { kafka: { package: '@walkeros/server-destination-kafka', config } } } },
    },
    null,
    2,
  )
}

/** A flow with this function, the event, and what the record pane says of it; then with another function. */
async function changeFunction(designer: Designer, fn: string, shows: string, other: string): Promise<void> {
  await designer.importFlow(flowWith(fn))
  await designer.samples.add(event)
  await expect(designer.record.region).toContainText(shows)
  await designer.rules.rule('complete').first().click()
  await designer.editor.source('cents').fill(other)
}

const event = '{"name":"order complete","data":{"id":"A","total":12.5},"timestamp":1789378867312}'

test('a function runs in the sandbox, shows its value and can be changed', async ({ designer }) => {
  const cents = '(event) => Math.round(event.data.total * 100)'
  await changeFunction(designer, cents, '"cents": 1250', '(event) => event.data.total * 2')
  await expect(designer.record.value).toContainText('"cents": 25')
})

test('the record stays while the sandbox of the first function starts', async ({ designer }) => {
  const { page, record } = designer
  await designer.importFlow(flowWith('').replace(/\{\s*"fn": "\$code:"\s*\}/, '"data.total"'))
  await designer.samples.add(event)
  await expect(record.value).toContainText('"cents": 12.5')
  await designer.editor.showCode()
  await designer.code.ready()
  // Each text that stands in the panes of samples and record from now on.
  await page.evaluate(() => {
    const panes = document.querySelectorAll('[data-pane="record"], [data-pane="samples"]')
    const seen: (string | null)[] = []
    Object.assign(window, { seen })
    const look = () => seen.push(...[...panes].map(({ textContent }) => textContent))
    for (const pane of panes)
      new MutationObserver(look).observe(pane, { subtree: true, childList: true, characterData: true })
  })
  await designer.code.replace('"data.total"', '{ "fn": "$code:(event) => Math.round(event.data.total * 100)" }')
  await expect(record.value).toContainText('"cents": 1250')
  const seen = await page.evaluate(() => (window as { seen?: (string | null)[] }).seen ?? [])
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter((text) => /Running|starting|Evaluating|not set/.test(text ?? ''))).toEqual([])
})

test('a function that never returns fails its event, and the page goes on', async ({ designer }) => {
  await changeFunction(designer, '() => { for (;;); }', 'The function did not return in time', '() => 7')
  await expect(designer.record.value).toContainText('"cents": 7')
})

test('what the sandbox lacks is named', async ({ designer }) => {
  await designer.importFlow(flowWith('(event) => event.data.total.toLocaleString()'))
  await designer.samples.add(event)
  await expect(designer.record.region).toContainText('Number.prototype.toLocaleString is not available in the preview')
})

test('a record made by a function is produced as it was shown', async ({ designer }) => {
  await designer.importFlow(
    flowWith('async (event) => { await null; return event.data.total * 100 }').replaceAll(
      '"functions"',
      `"functions.${crypto.randomUUID()}"`,
    ),
  )
  await designer.samples.add(event)
  await expect(designer.record.value).toContainText('"cents": 1250')
  await designer.produce.open()
  await designer.produce.produce()
  await designer.produce.create()
  await expect(designer.produce.status).toContainText('identical to the preview')
})
