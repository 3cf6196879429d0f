import { expect, test } from '../fixtures.ts'

const profile = {
  name: 'local',
  environment: 'local',
  mayProduce: true,
  mayCreateTopics: true,
  topics: ['*'],
  mustConfirm: false,
}
const topics = ['orders', 'pages'].map((name) => ({ name, partitions: 3 }))

test('a search of records is saved, found again and removed, with keys alone as well', async ({
  page,
  bridge,
  designer,
}) => {
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ json: { ...(await answer.json()), profiles: [profile] } })
  })
  await page.route('**/api/profiles/local/**', (route) => {
    const { pathname } = new URL(route.request().url())
    return route.fulfill({ json: pathname.endsWith('/records') ? { records: [] } : { topics } })
  })
  await page.goto('about:blank')
  await designer.open(bridge.url)
  await designer.example('Shop orders')
  const { palette } = designer
  await palette.run('Show Cluster: Records')
  const cluster = page.getByRole('region', { name: 'Cluster' })
  const from = cluster.getByRole('combobox', { name: 'Read from' })
  const topic = cluster.getByRole('combobox', { name: 'Topic' })
  const search = cluster.getByRole('searchbox', { name: 'Search records' })

  await topic.selectOption('pages')
  await from.selectOption('Oldest')
  await search.fill('value.total > 100')
  await cluster.getByRole('button', { name: 'Save search…' }).click()
  await page.keyboard.type('Large ones')
  await page.keyboard.press('Enter')
  const menu = cluster.getByRole('button', { name: 'Large ones' })
  await expect(menu).toBeVisible()
  await menu.click()
  await page.getByRole('menuitemradio', { name: 'Newest records' }).click()
  await expect(search).toHaveValue('')
  await expect(from).toHaveValue('latest')
  await topic.selectOption('orders')

  await search.fill('key = O-1')
  await palette.run('> save the search')
  await expect(cluster.getByRole('textbox', { name: 'Name of the search' })).toBeFocused()
  await page.keyboard.type('One order')
  await page.keyboard.press('Enter')
  await expect(cluster.getByRole('button', { name: 'One order' })).toBeVisible()

  // They are there after a reload, from wherever the palette is opened.
  await page.reload()
  await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible()
  await designer.show('Design')
  await palette.run('Search records: Large')
  await expect(topic).toHaveValue('pages')
  await expect(from).toHaveValue('earliest')
  await expect(search).toHaveValue('value.total > 100')
  await palette.run('Remove the search Large')
  await cluster.getByRole('button', { name: 'Searches' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveText(['Newest records', 'One order'])
})
