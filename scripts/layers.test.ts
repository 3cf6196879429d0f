import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type IConfiguration } from 'dependency-cruiser'
import { expect, onTestFinished, test } from 'vitest'

const config: IConfiguration = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const engine = 'packages/mapping-engine/src'
const bridge = 'apps/bridge/src'
const designer = 'apps/designer/src'

/** For each rule the imports that break it: the importing file, and what it imports. */
const broken: Record<string, readonly [from: string, to: string][]> = {
  'no-cycles': [['packages/local-kafka/src/cycle-a.ts', './cycle-b.ts']],
  'apps-never-meet': [[`${designer}/main.ts`, '../../bridge/src/app.ts']],
  'apps-never-meet-2': [[`${bridge}/server.ts`, '../../designer/src/page.ts']],
  'shared-types-imports-zod-only': [['packages/shared-types/src/json.ts', '@platformatic/kafka']],
  'engine-is-pure': [
    [`${engine}/flow/read-flow.ts`, '@walkeros/core'],
    [`${engine}/flow/send.ts`, '@platformatic/kafka'],
  ],
  'engine-without-node': [[`${engine}/flow/read-disk.ts`, 'node:fs']],
  'path-is-the-ground': [[`${engine}/path/read-path.ts`, '../value/compile-value.ts']],
  'value-knows-no-rule': [[`${engine}/value/with-rule.ts`, '../rule/find-rule.ts']],
  'rule-knows-no-record': [[`${engine}/rule/with-record.ts`, '../record/build-record.ts']],
  'nothing-reads-checks': [[`${engine}/record/with-checks.ts`, '../checks/all-checks.ts']],
  'kafka-clients-in-one-place': [
    [`${bridge}/produce/send.ts`, '@platformatic/kafka'],
    [`${bridge}/replay/send.ts`, 'kafkajs'],
  ],
  'routes-know-ports': [
    [`${bridge}/routes/cluster-routes.ts`, '../kafka/kafka-cluster.ts'],
    [`${bridge}/routes/reader-routes.ts`, '../kafka/reader.ts'],
  ],
  'bridge-work-imports-downwards': [[`${bridge}/work/read-files.ts`, '../files/workspace.ts']],
  'bridge-files-imports-downwards': [[`${bridge}/files/settings.ts`, '../config/profile.ts']],
  'bridge-config-imports-downwards': [
    [`${bridge}/config/read-tokens.ts`, '../kafka/kafka-port.ts'],
    [`${bridge}/config/answer.ts`, '../app.ts'],
    [`${bridge}/config/testing.ts`, '../testing.ts'],
  ],
  'bridge-operation-imports-downwards': [[`${bridge}/operation/audit.ts`, '../http/answer-error.ts']],
  'bridge-kafka-imports-downwards': [[`${bridge}/kafka/checked.ts`, '../registry/schema-registry.ts']],
  'bridge-registry-imports-downwards': [[`${bridge}/registry/gate.ts`, '../deliver/admit.ts']],
  'bridge-deliver-imports-downwards': [[`${bridge}/deliver/once.ts`, '../produce/answer-once.ts']],
  'bridge-produce-imports-downwards': [[`${bridge}/check/replayed.ts`, '../replay/replay.ts']],
  'bridge-replay-imports-downwards': [[`${bridge}/run/answer.ts`, '../http/handler.ts']],
  'bridge-http-imports-downwards': [[`${bridge}/http/mount.ts`, '../routes/open-api.ts']],
  'bridge-routes-imports-downwards': [[`${bridge}/routes/app-routes.ts`, '../app.ts']],
  'bridge-app-imports-downwards': [[`${bridge}/app.ts`, './cli/preview.ts']],
  'bridge-testing-imports-downwards': [[`${bridge}/testing.ts`, './command-line.ts']],
  'bridge-testing-replays-imports-downwards': [[`${bridge}/testing-replays.ts`, './cli/replay.ts']],
  'bridge-cli-imports-downwards': [[`${bridge}/cli/start.ts`, '../command-line.ts']],
  'bridge-command-line-imports-downwards': [[`${bridge}/command-line.ts`, './main.ts']],
  'document-preview-and-mapping-know-no-react': [
    [`${designer}/document/hook.ts`, 'react'],
    [`${designer}/mapping/hook.ts`, 'react'],
  ],
  'ui-imports-nothing-of-ours': [
    [`${designer}/ui/button.ts`, '../document/draft.ts'],
    [`${designer}/ui/mapped.ts`, '../../../../packages/mapping-engine/src/index.ts'],
  ],
  'a-pane-imports-no-pane': [[`${designer}/panes/rules/rules-pane.ts`, '../record/record-pane.ts']],
  'nothing-below-imports-the-app': [
    [`${designer}/panes/samples/samples-pane.ts`, '../../app/top-bar.ts'],
    [`${designer}/designer/theme.ts`, '../app/theme-menu.ts'],
  ],
  'floors-import-downwards': [[`${designer}/monaco/flow-language.ts`, '../panes/fields/field-tree.ts']],
  'data-knows-no-designer': [[`${designer}/preview/analysis.ts`, '../designer/view-store.ts']],
}

/** What the layers allow, and what looks like a breach at first sight. */
const allowed: readonly [from: string, to: string][] = [
  [`${engine}/flow/resolve-references.ts`, '@walkeros/core'],
  [`${bridge}/kafka/reader.ts`, '@platformatic/kafka'],
  [`${bridge}/routes/port-routes.ts`, '../kafka/kafka-port.ts'],
  [`${designer}/panes/rules/rule-tree.ts`, './rule-menu.ts'],
  [`${designer}/app/design.ts`, '../panes/rules/rules-pane.ts'],
]

/** Packages whose entry lies in `dist/`, as those of the project do. */
const packages = ['@platformatic/kafka', '@walkeros/core', 'kafkajs', 'react']

test('every rule of the layers reports an import that breaks it, and nothing else', async () => {
  const root = await mkdtemp(join(tmpdir(), 'layers-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  for (const name of packages) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: './dist/index.js' }))
    await write(`node_modules/${name}/dist/index.js`, 'export const entry = 1\n')
  }
  const imports = [...Object.values(broken).flat(), ...allowed]
  for (const [from, to] of imports) {
    if (to.startsWith('.')) await write(join(dirname(from), to), 'export const value = 1\n')
  }
  await write('packages/local-kafka/src/cycle-b.ts', "export * from './cycle-a.ts'\n")
  for (const [from, to] of imports) await write(from, `export * from '${to}'\n`)

  const { tsConfig: _, ...options } = config.options ?? {}
  const { output } = await cruise(['apps', 'packages'], {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: config.forbidden ?? [] },
  })
  if (typeof output === 'string') throw new Error(output)
  const reported = output.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
  const expected = Object.entries(broken).flatMap(([rule, list]) => list.map(([from]) => `${rule}: ${from}`))
  expect([...new Set(reported)].sort()).toEqual(expected.sort())
  expect(Object.keys(broken).sort()).toEqual((config.forbidden ?? []).map(({ name }) => name ?? '').sort())
})

test('each folder and file of the bridge stands on a floor', () => {
  const floors = (config.forbidden ?? []).filter(({ name }) => name?.endsWith('-imports-downwards'))
  const paths = floors
    .flatMap((rule) => [rule.from.path, 'to' in rule ? rule.to.path : undefined])
    .map((path) => new RegExp(String(path)))
  const entries = readdirSync(bridge, { withFileTypes: true }).filter(({ name }) => !name.endsWith('.test.ts'))
  const loose = entries
    .map((entry) => `${bridge}/${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((place) => !paths.some((path) => path.test(place)))
  expect(loose).toEqual([])
})
