import { fileURLToPath } from 'node:url'
import { type ContractOptions, contract } from './contract.ts'

/** A file of the example of the shop. */
export const example = (name: string) => fileURLToPath(new URL(`../../../../examples/shop/${name}`, import.meta.url))

/** What `contract` writes about the shop. */
export async function written(options: Partial<ContractOptions> = {}) {
  let out = ''
  await contract(
    example('flow.json'),
    { events: example('events.ndjson'), format: 'json-schema', ...options },
    (text) => {
      out += text
    },
  )
  return out
}
