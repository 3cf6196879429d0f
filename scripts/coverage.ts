// `pnpm coverage`: which branches of engine and bridge the tests reach, those of commands in processes of their own too.
import './check-node.js'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { convert } from 'ast-v8-to-istanbul'
import { parseAstAsync } from 'vitest/node'
import { installBrowser } from './install-browser.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const wanted = 95
const packages = ['packages/mapping-engine', 'apps/bridge']
const isMeasured = (path: string) =>
  packages.some((name) => path.startsWith(join(root, name, 'src/'))) &&
  !/\/testing\/|\.test\.ts$|\.contract\.ts$|testing\.ts$/.test(path)

type Script = Parameters<typeof convert>[0]['coverage']

/** How often each way of each branch of a file was taken, in the order of the source. */
interface FileCoverage {
  branchMap: Record<string, { type: string; line?: number; loc: { start: { line: number } } }>
  b: Record<string, number[]>
}
type CoverageMap = Map<string, FileCoverage>

/** Both sides read the same source, so its branches come in the same order. */
function add(map: CoverageMap, path: string, more: FileCoverage): void {
  const known = map.get(path)
  if (known === undefined) {
    map.set(path, more)
    return
  }
  if (Object.keys(known.b).length !== Object.keys(more.b).length) throw new Error(`${path} was read in two ways.`)
  for (const [id, counts] of Object.entries(more.b)) {
    known.b[id] = counts.map((count, way) => count + (known.b[id]?.[way] ?? 0))
  }
}

function runTests(reports: string, processes: string): void {
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--coverage.enabled',
    '--coverage.reporter=json',
    '--coverage.reportOnFailure',
  ]
  const files = packages.map((name) => `--coverage.include=${name}/src/**/*.ts`)
  const env = { ...process.env, COVERAGE_OF_PROCESSES: processes }
  const run = (args: string[]) =>
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env }).status
  const tests = run([...args, ...files, `--coverage.reportsDirectory=${reports}`])
  const specs = run(['node_modules/@playwright/test/cli.js', 'test', '--project=designer'])
  if (tests !== 0) console.error('A test failed, so these figures may be too low.')
  if (specs !== 0) console.error('A browser spec failed, so these figures may be too low.')
}

/** What Node wrote down for the processes that tests started; one that was killed leaves nothing. */
async function addProcesses(map: CoverageMap, folder: string): Promise<void> {
  for (const file of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: Script[] }
    for (const script of result) {
      if (!script.url.startsWith('file:')) continue
      const path = fileURLToPath(script.url)
      if (!isMeasured(path)) continue
      // Node runs the source with its types blanked out, so places are those of the source.
      const code = stripTypeScriptTypes(readFileSync(path, 'utf8'))
      const converted = await convert({ code, coverage: script, ast: parseAstAsync(code), wrapperLength: 0 })
      for (const file of Object.values(converted)) add(map, path, file as FileCoverage)
    }
  }
}

function report(map: CoverageMap): boolean {
  let isEnough = true
  for (const name of packages) {
    const files = [...map]
      .filter(([path]) => isMeasured(path) && path.startsWith(join(root, name)))
      .map(([path, { b }]) => {
        const counts = Object.values(b).flat()
        return { path, total: counts.length, covered: counts.filter((count) => count > 0).length }
      })
    const total = files.reduce((sum, file) => sum + file.total, 0)
    const covered = files.reduce((sum, file) => sum + file.covered, 0)
    const percent = (100 * covered) / total
    isEnough &&= percent >= wanted
    console.log(`${name}: ${percent.toFixed(1)} % of ${total} branches (wanted ${wanted} %)`)
    const open = files.filter((file) => file.total > file.covered)
    open.sort((a, b) => b.total - b.covered - (a.total - a.covered))
    for (const file of open.slice(0, Number(process.argv[2] ?? 10))) {
      console.log(
        `  ${String(file.total - file.covered).padStart(3)} of ${file.total} not reached in ${file.path.slice(root.length)}`,
      )
      if (process.argv.includes('--lines')) console.log(`      lines ${openLines(map.get(file.path))}`)
    }
  }
  return isEnough
}

function openLines(file: FileCoverage | undefined): string {
  const open = Object.entries(file?.b ?? {}).filter(([, counts]) => counts.includes(0))
  return [...new Set(open.map(([id]) => file?.branchMap[id]?.loc.start.line))].join(', ')
}

const noBrowser = installBrowser(console.error)
if (noBrowser !== null) console.error(noBrowser)
const folder = mkdtempSync(join(tmpdir(), 'coverage-'))
try {
  const processes = join(folder, 'processes')
  mkdirSync(processes)
  runTests(folder, processes)
  const map: CoverageMap = new Map(
    Object.entries(
      JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8')) as Record<string, FileCoverage>,
    ),
  )
  await addProcesses(map, processes)
  process.exitCode = report(map) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
