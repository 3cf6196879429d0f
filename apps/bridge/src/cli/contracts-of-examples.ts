import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ContractOptions, contract } from './contract.ts'

const examples = join(import.meta.dirname, '../../../../examples')

/** What `contract` writes of each example in a format, by the name of the example; for tests. */
export async function contractsOfExamples(format: ContractOptions['format']): Promise<Map<string, string>> {
  const written = new Map<string, string>()
  for (const name of readdirSync(examples)) {
    const flow = join(examples, name, 'flow.json')
    if (!existsSync(flow)) continue
    await contract(flow, { events: join(examples, name, 'events.ndjson'), format }, (text) => {
      written.set(name, text)
    })
  }
  return written
}
