// `pnpm start [flow.json] [options]`: builds what is not built, then serves.
import './check-node.js'
import { runCommandLine } from '@mapping-designer/bridge'
import { buildDesigner } from './build-designer.ts'

try {
  await buildDesigner((sentence) => process.stderr.write(`${sentence}\n`))
  process.exitCode = await runCommandLine(['serve', ...process.argv.slice(2).filter((arg) => arg !== '--')])
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
