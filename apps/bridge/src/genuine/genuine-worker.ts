// Runs published walkerOS packages, in a process of its own without network, rights to write, or variables.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { loadSandbox } from '@mapping-designer/mapping-engine/code'
import { checkGenuine, type GenuineQuestion, type WalkerosPackages } from '@mapping-designer/mapping-engine/genuine'
import type { GenuineCheck } from '@mapping-designer/shared-types'
import { serveTasks } from '../work/serve-tasks.ts'
import { refuseNetwork } from './refuse-network.ts'

export interface GenuineTask extends Omit<GenuineQuestion, 'packages'> {
  /** Where the packages are installed; without it those that come with the designer are run. */
  folder?: string
}

const network = refuseNetwork()
// What runs functions is loaded while it may be.
await loadSandbox()
network.seal()

const loaded = new Map<string, WalkerosPackages>()

serveTasks<GenuineTask, GenuineCheck>(async ({ folder, ...question }, answer) => {
  const { version, destination } = question
  try {
    const packages = folder === undefined ? {} : { packages: load(folder, destination.runtime) }
    await answer(await checkGenuine({ ...question, ...packages }))
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    await answer({ verdict: 'not-proven', version, reason: `its packages could not be loaded: ${cause}` })
  }
})

function load(folder: string, runtime: WalkerosPackages['runtime']): WalkerosPackages {
  const known = loaded.get(folder)
  if (known !== undefined) return known
  const require = createRequire(join(folder, 'package.json'))
  const exportsOf = (name: string) => require(`@walkeros/${name}`)
  const { startFlow } = exportsOf('collector')
  const { destinationKafka } = exportsOf('server-destination-kafka')
  // Installed only where the flow names it.
  const hasValidate = existsSync(join(folder, 'node_modules/@walkeros/transformer-validate'))
  const { transformerValidate } = hasValidate ? exportsOf('transformer-validate') : {}
  const packages = { runtime, startFlow, destinationKafka, transformerValidate }
  loaded.set(folder, packages)
  return packages
}
