import { spawnSync } from 'node:child_process'
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

/** Runs all checks and prints what they find. */
export function runChecks(): Count {
  const count = { passed: 0, failed: 0 }
  for (const { name, bin, args } of checks) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [`node_modules/${bin}`, ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    if (status === 0) {
      count.passed++
      console.log(`✓ ${name}`)
    } else {
      count.failed++
      console.log(`✗ ${name}\n${stdout}${stderr}`)
    }
  }
  return count
}

if (import.meta.main) process.exitCode = runChecks().failed === 0 ? 0 : 1
