import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))

/** What is looked at without running anything. Each is one test of `pnpm test`. */
const checks: { name: string; bin: string; args: string[] }[] = [
  { name: 'format and lint', bin: '@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', bin: 'typescript/bin/tsc', args: ['-b'] },
  {
    name: 'layers and cycles',
    bin: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.cjs', 'apps', 'packages', 'e2e', 'scripts'],
  },
  { name: 'unused code', bin: 'knip/bin/knip.js', args: ['--no-config-hints'] },
]

export interface Count {
  passed: number
  failed: number
}

/** Runs all checks at the same time and prints what they find. */
export async function runChecks(): Promise<Count> {
  const count = { passed: 0, failed: 0 }
  const checking = checks.map(async ({ name, bin, args }) => ({ name, ...(await output(bin, args)) }))
  for (const { name, isGood, text } of await Promise.all(checking)) {
    if (isGood) count.passed++
    else count.failed++
    console.log(isGood ? `✓ ${name}` : `✗ ${name}\n${text}`)
  }
  return count
}

function output(bin: string, args: string[]): Promise<{ isGood: boolean; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [`node_modules/${bin}`, ...args], { cwd: root, maxBuffer: 2 ** 26 }, (error, ...texts) =>
      resolve({ isGood: error === null, text: texts.join('') }),
    )
  })
}

if (import.meta.main) process.exitCode = (await runChecks()).failed === 0 ? 0 : 1
