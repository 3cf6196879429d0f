// `pnpm bench [engine] [--json]`
import './check-node.js'
import { benchEngine } from '../benchmarks/engine.ts'

const benches: Record<string, () => Promise<object>> = { engine: benchEngine }
const [name = 'engine'] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const bench = benches[name]
if (bench === undefined) {
  console.error(`There is no bench "${name}"; there is ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}
console.log(JSON.stringify(await bench(), null, process.argv.includes('--json') ? undefined : 2))
