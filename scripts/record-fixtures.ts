// Runs the published walkerOS packages on the cases and writes down what they hand to kafkajs.
import { readFileSync, writeFileSync } from 'node:fs'
import { runGenuine } from '@mapping-designer/mapping-engine/genuine'

interface Case {
  name: string
  config: unknown
  collector?: Record<string, unknown>
  events: unknown[]
}

const now = 1_700_000_000_000
const folder = new URL('../packages/mapping-engine/fixtures/', import.meta.url)
const cases: Case[] = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8'))

Date.now = () => now
const recorded: Record<string, unknown> = {}
for (const { name, config, collector, events } of cases) {
  const runs = []
  for (const event of events) {
    const { sends, result, logs } = await runGenuine({ config, collector, event, now })
    runs.push({ sends, isOk: result.ok, logs: logs.map(({ level, message }) => `${level} ${message}`) })
  }
  recorded[name] = runs
}
writeFileSync(new URL('recorded.json', folder), `${JSON.stringify({ now, cases: recorded }, null, 1)}\n`)
console.log(`Recorded ${cases.length} cases.`)
