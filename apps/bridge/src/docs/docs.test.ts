import { execFile } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { rootCertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { aConfig, aFlow } from '@mapping-designer/mapping-engine/testing'
import type { PreviewLine } from '@mapping-designer/shared-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfigFile } from '../config/config-file.ts'
import { aBridge, asDesigner } from '../testing.ts'
import { configurationReference, httpApiReference } from './references.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync(['docs/*.md', 'apps/*/README.md', 'packages/*/README.md', 'benchmarks/README.md'], { cwd: root }),
]
const main = join(root, 'apps/bridge/src/main.ts')
const text = (page: string) => readFileSync(join(root, page), 'utf8')

/** Fenced blocks of a page with the words behind their first fence. */
function blocksOf(page: string): { info: string; body: string }[] {
  return [...text(page).matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, info = '', body = '']) => ({ info, body }))
}

it.each([
  { page: 'docs/configuration.md', made: configurationReference },
  { page: 'docs/http-api.md', made: httpApiReference },
])('$page is what the code says', ({ page, made }) => {
  expect(text(page)).toBe(made())
})

it.each(pages)('every link of %s leads to a file', (page) => {
  const links = [...text(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link)
  const dead = links.filter((link) => !existsSync(join(root, dirname(page), link)))
  expect(dead).toEqual([])
})

it.each(['Dockerfile', 'compose.yaml'])('%s keeps the config outside the folder with the flow files', (page) => {
  const [, command = '[]'] = /(\["serve", .*\])/.exec(text(page)) ?? []
  const args = JSON.parse(command) as string[]
  const [flows = '', config = ''] = [args[1], args[args.indexOf('--config') + 1]]
  expect(relative(flows, config)).toMatch(/^\.\.\//)
})

describe('the guide', () => {
  const parts = blocksOf('docs/guide.md').filter(({ info }) => info.startsWith('json'))
  const cases = parts.flatMap(({ info, body }, index) =>
    info === 'json rules'
      ? [{ rules: body, event: parts[index + 1]?.body ?? '', record: parts[index + 2]?.body ?? '' }]
      : [],
  )

  it.each(cases)('tells what comes of $rules', async ({ rules, event, record }) => {
    const flow = aFlow(aConfig({ mapping: JSON.parse(rules) }, { topic: 'orders' }))
    const body = { flow, events: [JSON.parse(event)] }
    const answer = await aBridge().request('/api/preview', asDesigner({ body }))
    const [line] = ((await answer.json()) as { results: PreviewLine[] }).results
    const message = line?.message
    const shown = JSON.parse(record)
    if (shown === null) expect(message).toBeNull()
    else if ('fields' in shown)
      expect(Object.keys(JSON.parse(message?.value ?? ''))).toEqual(expect.arrayContaining(shown.fields))
    else expect({ topic: message?.topic, key: message?.key, value: JSON.parse(message?.value ?? '') }).toEqual(shown)
  })
})

it.each(pages)('every config file in %s can be read', (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'))
  for (const { body } of blocksOf(page).filter(({ info, body }) => info === 'yaml' && body.startsWith('profiles:'))) {
    writeFileSync(join(folder, 'staging-ca.pem'), rootCertificates[0] ?? '')
    writeFileSync(join(folder, 'live-password'), 'x')
    writeFileSync(join(folder, 'clusters.yaml'), body)
    const variables = { STAGING_PASSWORD: 'x', DESIGNER_TOKEN: 'x'.repeat(24), ALICE_TOKEN: 'x'.repeat(24) }
    expect(readConfigFile(join(folder, 'clusters.yaml'), variables).profiles.length).toBeGreaterThan(0)
  }
  rmSync(folder, { recursive: true })
})

/** Commands whose scripts have another name, because pnpm has commands of those names itself. */
const commands: Record<string, string> = { 'run-flow': 'run', start: 'serve', 'client-profile': 'profile' }

describe('every command', () => {
  const scripts = JSON.parse(text('package.json')).scripts as Record<string, string>
  const lines = pages.flatMap((page) =>
    [
      ...blocksOf(page)
        .filter(({ info }) => info === 'sh')
        .flatMap(({ body }) => body.split('\n')),
      ...[...text(page).matchAll(/`([^`\n]*\bpnpm\b[^`\n]*)`/g)].map(([, code = '']) => code),
    ]
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => /\bpnpm (?:--silent )?[a-z]/.test(line))
      .map((line) => ({ page, line })),
  )
  let folder: string
  // The files that the pages name, where they name none of the repository.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'docs-'))
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true })
    const flow = text('examples/shop/flow.json')
    writeFileSync(join(folder, 'flow.json'), flow)
    writeFileSync(join(folder, 'client.properties'), 'bootstrap.servers=kafka.example:9093\nsecurity.protocol=SSL\n')
    const events = text('examples/shop/events.ndjson')
    writeFileSync(join(folder, 'events.ndjson'), events)
    const some = events
      .trim()
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line))
    writeFileSync(join(folder, 'cases.ndjson'), `${JSON.stringify({ flow: JSON.parse(flow), events: some })}\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  // Pages name the same commands, and many options of one: each is run once.
  const outputs = new Map<string, Promise<string>>()
  const outputOf = (...args: string[]) => {
    const env = { ...process.env, INIT_CWD: folder }
    const start = () => run(process.execPath, [main, ...args], { env, cwd: folder }).then(({ stdout }) => stdout)
    const output = outputs.get(args.join(' ')) ?? start()
    outputs.set(args.join(' '), output)
    return output
  }

  it.each(lines)('of $page is one that there is: $line', async ({ line }) => {
    const words = line
      .replace(/^.*?\bpnpm(\s+(--silent|-s))?\s+/, '')
      .replaceAll("'", '')
      .split(/\s+/)
    const [script = '', ...args] = words
    // Commands of pnpm itself.
    if (['install', 'add', 'exec', 'audit'].includes(script)) return
    expect(Object.keys(scripts)).toContain(script)
    const command = commands[script] ?? script
    if (
      !['preview', 'profile', 'check', 'compare', 'consent', 'contract', 'propose', 'produce', 'run', 'serve'].includes(
        command,
      )
    )
      return
    // What needs a cluster or goes on for ever is asked for its options instead.
    const isRun =
      ['preview', 'profile', 'check', 'compare', 'consent', 'contract', 'propose'].includes(command) &&
      !args.includes('--watch') &&
      !args.includes('--from') &&
      !args.includes('-')
    if (isRun) {
      expect(await outputOf(command, ...args)).not.toBe('')
      return
    }
    const help = await outputOf(command, '--help')
    for (const option of args.filter((word) => word.startsWith('--'))) expect(help).toContain(option)
  })
})
