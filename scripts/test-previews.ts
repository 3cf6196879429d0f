// `pnpm test:previews 'flows/**/*.json'`: the designer shows of each step example what the example expects.
import './check-node.js'
import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installBrowser } from './install-browser.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const caller = process.env['INIT_CWD'] ?? process.cwd()
const patterns = process.argv.slice(2)
const files = [...new Set(patterns.flatMap((pattern) => find(pattern)))].map((file) => resolve(caller, file))

if (files.length === 0) {
  console.error(
    patterns.length === 0
      ? "Name flow files: pnpm test:previews 'flows/**/*.json'"
      : `No file matches ${patterns.join(' ')}.`,
  )
  process.exit(2)
}
const missing = installBrowser(console.log)
if (missing !== null) {
  console.error(missing)
  process.exit(1)
}
const env = { ...process.env, PREVIEW_FLOWS: JSON.stringify(files), E2E_WITHOUT_KAFKA: '1' }
const { status } = spawnSync(
  process.execPath,
  ['--disable-warning=TimeoutNegativeWarning', 'node_modules/@playwright/test/cli.js', 'test', '--project', 'previews'],
  { cwd: root, stdio: 'inherit', env },
)
process.exitCode = status ?? 1

function find(pattern: string): string[] {
  const isFile = statSync(resolve(caller, pattern), { throwIfNoEntry: false })?.isFile() === true
  return isFile ? [pattern] : globSync(pattern, { cwd: caller, exclude: ['**/node_modules/**'] }).sort()
}
