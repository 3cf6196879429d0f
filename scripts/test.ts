// `pnpm test`: installs what is missing, then runs everything and counts.
import './check-node.js'
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Count, runChecks } from './checks.ts'
import { failuresOfPlaywright, failuresOfVitest } from './failures.ts'
import { installBrowser } from './install-browser.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = join(root, '.cache/test-reports')
/** What failed and why, printed again at the end of a long output. */
const failures: string[] = []
process.chdir(root)
// A report of the run before is none of this one.
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

function run(bin: string, args: string[], env: Record<string, string> = {}): number {
  // kafkajs sets a negative timer on each idle connection, which newer Node versions complain about.
  const all = ['--disable-warning=TimeoutNegativeWarning', `node_modules/${bin}`, ...args]
  // Each test file is a process of its own: what they share is compiled once.
  const code = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }
  return spawnSync(process.execPath, all, { stdio: 'inherit', env: { ...code, ...process.env, ...env } }).status ?? 1
}

/** A runner that ends without a report, or that says no though nothing failed, counts as one failure. */
function counted(status: number, read: () => Count): Count {
  try {
    const count = read()
    return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function vitest(): Count {
  const file = join(folder, 'vitest.json')
  const status = run('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  return counted(status, () => {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    failures.push(...failuresOfVitest(report, root))
    return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests }
  })
}

function playwright(): Count {
  const missing = installBrowser(console.log)
  if (missing !== null) {
    console.log(missing)
    return { passed: 0, failed: 1 }
  }
  const file = join(folder, 'playwright.json')
  const status = run('@playwright/test/cli.js', ['test'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    PREVIEW_FLOWS: JSON.stringify(globSync('examples/*/flow.json').map((path) => join(root, path))),
  })
  return counted(status, () => {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const { stats } = report
    failures.push(...failuresOfPlaywright(report))
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }
  })
}

const counts = [await runChecks(), vitest(), playwright()]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
for (const failure of failures) console.log(`\n${failure}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
