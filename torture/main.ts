// `pnpm torture [--minutes M] [--seed N] [--per-round EVENTS]`: exit code 1 where an event is lost, doubled, torn or out of order.
import { parseArgs } from 'node:util'
import ownTemporaryFolder from '../scripts/own-temporary-folder.ts'
import { type FaultName, faults } from './faults.ts'
import { torture } from './torture.ts'

process.once('exit', ownTemporaryFolder())
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    'per-round': { type: 'string', default: '480' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
})
const say = (sentence: string) => process.stderr.write(`${new Date().toISOString()} ${sentence}\n`)
say(`Seed ${values.seed}, ${values.minutes} minutes.`)
const until = performance.now() + Number(values.minutes) * 60_000
const names = Object.keys(faults) as FaultName[]
const { violations, ...counts } = await torture({
  seed: Number(values.seed),
  perRound: Number(values['per-round']),
  next: (choices) => (performance.now() < until ? choices.oneOf(names) : undefined),
  say,
})
for (const sentence of violations.slice(0, 100)) say(sentence)
say(`${JSON.stringify(counts)}, ${violations.length} violations.`)
process.exitCode = violations.length === 0 && counts.events > 0 ? 0 : 1
