// `pnpm dev`: designer and bridge with hot reload. Open the printed link on Vite's port.
import './check-node.js'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const node = (args: string[], cwd = root) => spawn(process.execPath, args, { cwd, stdio: 'inherit' })

const bridge = node([
  '--disable-warning=TimeoutNegativeWarning',
  '--watch',
  'apps/bridge/src/main.ts',
  'serve',
  '--no-open',
  '--port',
  '8080',
  '--dev-origin',
  '127.0.0.1:5173',
])
const designer = node(['node_modules/vite/bin/vite.js'], `${root}/apps/designer`)
for (const child of [bridge, designer]) child.on('exit', (code) => process.exit(code ?? 0))
