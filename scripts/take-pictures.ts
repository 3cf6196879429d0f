// `pnpm pictures`: the pictures of README and docs, from the real product.
import { spawnSync } from 'node:child_process'

const args = [
  '--disable-warning=TimeoutNegativeWarning',
  'node_modules/@playwright/test/cli.js',
  'test',
  '--project',
  'pictures',
]
const env = { ...process.env, TAKE_PICTURES: '1' }
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1
