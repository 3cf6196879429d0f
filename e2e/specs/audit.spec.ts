import { violationsOn } from '../accessibility.ts'
import { expect, test } from '../fixtures.ts'

// A fault that a test provokes is a line in the console of the browser.
test.use({ allowedConsole: [/401|500/] })

const at = '2026-11-27T08:00:00.000Z'
const entries = [
  { at, action: 'denied', who: 'nobody', status: 401, code: 'wrong-token', method: 'GET', path: '/api/session' },
  {
    at,
    action: 'replay',
    who: 'ann',
    profile: 'live',
    replay: 'r-1',
    topics: ['orders', 'refunds'],
    status: 'done',
    done: 47775,
    failed: 813,
  },
  {
    at,
    action: 'produce',
    who: 'owner',
    profile: 'local',
    status: 'produced',
    topic: 'orders',
    partition: 2,
    offset: '17',
    digest: 'ab12'.repeat(16),
  },
]

test('the audit says who did what to what, is searched, and says why it cannot be read', async ({
  designer,
  bridge,
}) => {
  const { page, palette } = designer
  await designer.example('Shop orders')
  // What is denied is in the audit of the bridge itself.
  const origin = new URL(bridge.url).origin
  await page.request.get(`${origin}/api/session`, { headers: { authorization: 'Bearer wrong' } })
  await palette.run('Show Cluster: Audit')
  const audit = page.getByRole('table', { name: 'Audit' })
  await expect(audit.getByRole('row').nth(1)).toContainText('GET /api/session')
  await expect(audit.getByRole('row').nth(1)).toContainText('401: wrong-token')

  const read = page.getByRole('button', { name: 'Read again' })
  await page.route('**/api/audit', (route) => route.fulfill({ json: { entries } }))
  await read.click()
  await expect(audit.getByRole('row')).toHaveCount(4)
  await expect(audit.getByRole('row', { name: /owner produce/ })).toContainText('local: orders 2@17')
  await expect(audit.getByRole('row', { name: /owner produce/ }).getByTitle('ab12'.repeat(16))).toHaveText(
    'ab12ab12…ab12',
  )
  await expect(audit.getByRole('row', { name: /ann replay/ })).toContainText('r-1 to orders, refunds')
  for (const [scheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 844 })
    await expect(page.locator('html')).toHaveAttribute('data-theme', scheme)
    expect(await violationsOn(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  const search = page.getByRole('searchbox', { name: 'Search the audit' })
  await search.fill('ann replay')
  await expect(audit.getByRole('row')).toHaveCount(2)
  await expect(page.getByText('1 of 3 entries.')).toBeVisible()
  await search.fill('nothing like that')
  await expect(page.getByText('None of 3 entries matches the search.')).toBeVisible()

  await page.route('**/api/audit', (route) => route.fulfill({ json: { entries: [] } }))
  await read.click()
  await expect(page.getByText('The bridge has written nothing into its audit yet')).toBeVisible()
  await page.route('**/api/audit', (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'The audit file cannot be read.' } } }),
  )
  await read.click()
  await expect(page.getByRole('alert')).toContainText('The audit file cannot be read.')
})
