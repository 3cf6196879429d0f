import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBridge } from '../bridge-process.ts'
import { designerOn, expect, test } from '../fixtures.ts'

const shop = readFileSync(new URL('../../examples/shop/flow.json', import.meta.url), 'utf8')

test('the draft is compared with revisions of git, and what git does not have is said', async ({
  page,
  bridge: without,
}) => {
  const designer = designerOn(page)
  const { palette, editor, rules } = designer
  const compare = page.getByRole('region', { name: 'Compare', exact: true })
  const verdict = compare.getByRole('note', { name: 'Verdict' })
  const revision = (side: string) => compare.getByRole('combobox', { name: `Git revision ${side}` })
  await designer.open(without.url)
  await designer.example('Shop orders')
  await palette.run('Compare with a git revision')
  await expect(compare.getByRole('alert')).toContainText('the bridge was started without a flow file')

  const folder = mkdtempSync(join(tmpdir(), 'revisions-'))
  const path = join(folder, 'flow.json')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' }).toString().trim()
  const commit = (subject: string, text: string) => {
    writeFileSync(path, text)
    git('add', '-A')
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', subject)
  }
  writeFileSync(path, shop)
  const bridge = await startBridge({ flow: path })
  try {
    await designer.open(bridge.url)
    await expect(page.getByRole('banner')).toContainText('flow.json')
    await palette.run('Compare with a git revision')
    await expect(compare.getByRole('alert')).toContainText('its folder is not a git repository')

    git('init', '-q')
    commit('Orders have a topic of their own', shop)
    commit('Orders move', shop.replace('"shop.orders"', '"shop.moved"'))
    await designer.show('Design')
    await expect(page.getByText('shown as it is there')).toBeVisible()
    await rules.rule('complete').click()
    await editor.topic.fill('shop.draft')
    await palette.run('Compare with a git revision')
    await expect(verdict).toContainText('go to another topic')
    await expect(compare.getByRole('row', { name: /topic shop.moved → shop.draft/ })).toBeVisible()

    await revision('before').press('ArrowDown')
    await expect(page.getByRole('option', { name: /Orders move/ })).toBeVisible()
    await revision('before').fill('of their own')
    await revision('before').press('ArrowDown')
    await revision('before').press('Enter')
    await expect(compare.getByRole('row', { name: /topic shop.orders → shop.draft/ })).toBeVisible()
    await compare.getByRole('combobox', { name: 'After', exact: true }).selectOption('Git revision…')
    await expect(compare.getByRole('row', { name: /topic shop.orders → shop.moved/ })).toBeVisible()

    await revision('after').fill('no-such-branch')
    await revision('after').press('Enter')
    await expect(compare.getByRole('alert')).toHaveText(
      /^Cannot compare the revision after: git has no flow\.json at no-such-branch: there is no such revision/,
    )
    await revision('after').fill('--output=x')
    await revision('after').press('Enter')
    await expect(compare.getByRole('alert')).toContainText('a revision is named as git does')
  } finally {
    await bridge.stop()
    rmSync(folder, { recursive: true })
  }
})
