// `pnpm bench [engine|replay|run|ui] [--json]`
import { spawnSync } from 'node:child_process'
import './check-node.js'
import ownTemporaryFolder from './own-temporary-folder.ts'

process.once('exit', ownTemporaryFolder())

const onPart = (name: string, figures: unknown) => console.error(`${name}: ${JSON.stringify(figures)}`)
const benches: Record<string, () => Promise<object>> = {
  engine: async () => (await import('../benchmarks/engine.ts')).benchEngine(onPart),
  replay: async () => (await import('../benchmarks/replay.ts')).benchReplay(onPart),
  run: async () => (await import('../benchmarks/run.ts')).benchRun(onPart),
}
const [name = 'engine'] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
// The browser's bench is a program of its own, next to what drives the browser.
if (name === 'ui') {
  const { status } = spawnSync(process.execPath, ['e2e/bench-ui.ts', ...process.argv.slice(3)], { stdio: 'inherit' })
  process.exit(status ?? 1)
}
const bench = benches[name]
if (bench === undefined) {
  console.error(`There is no bench "${name}"; there is ${[...Object.keys(benches), 'ui'].join(', ')}.`)
  process.exit(2)
}
console.log(JSON.stringify(await bench(), null, process.argv.includes('--json') ? undefined : 2))
