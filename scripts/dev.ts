// `pnpm dev`: designer and bridge with hot reload.
import './check-node.js'
import { type StdioOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const page = '127.0.0.1:5173'
const node = (args: string[], { cwd = root, stdio = 'inherit' as StdioOptions } = {}) =>
  spawn(process.execPath, args, { cwd, stdio })

const serve = ['serve', '--no-open', '--port', '8080', '--dev-origin', page]
const bridge = node(['--disable-warning=TimeoutNegativeWarning', '--watch', 'apps/bridge/src/main.ts', ...serve], {
  stdio: ['inherit', 'pipe', 'inherit'],
})
// The link of the bridge, with the token of each start, on the port of the page that reloads.
const lines = bridge.stdout && createInterface({ input: bridge.stdout })
lines?.on('line', (line) => console.log(line.replace('127.0.0.1:8080', page)))
const designer = node(['node_modules/vite/bin/vite.js'], { cwd: `${root}/apps/designer` })
for (const child of [bridge, designer]) child.on('exit', (code) => process.exit(code ?? 0))
