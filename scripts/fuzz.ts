// `pnpm fuzz --cases N [--seed S]`: the comparison with the published packages, for as long as you like.
import './check-node.js'
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string' } } })
const env = { ...process.env, DIFFERENTIAL_CASES: values.cases, ...(values.seed && { DIFFERENTIAL_SEED: values.seed }) }
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--testTimeout', '0', 'differential'],
  { stdio: 'inherit', env },
)
process.exitCode = status ?? 1
