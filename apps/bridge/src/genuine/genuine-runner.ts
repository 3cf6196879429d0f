import { extname } from 'node:path'
import { type FlowDestination, type PinnedPackages, pinnedPackages } from '@mapping-designer/mapping-engine'
import type { GenuineCheck, KafkaRecord, PreviewLine } from '@mapping-designer/shared-types'
import { createWorkPool } from '../work/work-pool.ts'
import type { GenuineTask } from './genuine-worker.ts'
import { folderOf, installPackages, isInstalled } from './install-packages.ts'

// A source file in the repository, a bundle in the package.
const module = new URL(`genuine-worker${extname(import.meta.url)}`, import.meta.url)

/** A preview that is to be proven. */
export interface Preview {
  destination: FlowDestination
  event: unknown
  outcome: PreviewLine['outcome']
  records: readonly KafkaRecord[]
  /** ms since 1970 */
  now: number
}

export interface ProofOptions {
  /** What is not there may be fetched from npm: the person said so. */
  mayInstall: boolean
  /** Said where it is not there and may not be fetched. */
  whenMissing: string
  caller?: string
  signal?: AbortSignal
}

/** Runs the published packages of the versions that a flow pins, and compares what they send with a preview. */
export interface GenuineRunner {
  prove(preview: Preview, options: ProofOptions): Promise<GenuineCheck>
  close(): Promise<void>
}

/** ms for which a failed installation is not tried again */
const pause = 10_000

/** `cache` is the folder of the user in which installed packages are kept. */
export function createGenuineRunner(cache: string, limits = { start: 20_000, silence: 20_000 }): GenuineRunner {
  const pool = createWorkPool<GenuineTask, GenuineCheck>({ module, processes: 1, heap: 512, limits })
  const installing = new Map<string, Promise<void>>()

  const install = (wanted: PinnedPackages, folder: string): Promise<void> => {
    const known = installing.get(folder)
    if (known !== undefined) return known
    const work = installPackages(wanted, folder)
    installing.set(folder, work)
    const forget = () => void setTimeout(() => installing.delete(folder), pause).unref()
    work.then(forget, forget)
    return work
  }

  return {
    async prove(preview, { mayInstall, whenMissing, caller = '', signal }) {
      const { runtime, flowConfig, whole } = preview.destination
      const wanted = pinnedPackages(runtime, flowConfig, whole?.file)
      if ('reason' in wanted) return { verdict: 'not-proven', version: runtime.collector, ...wanted }
      const { version } = wanted
      const notProven = (reason: string): GenuineCheck => ({ verdict: 'not-proven', version, reason })
      const folder = wanted.isBundled ? undefined : folderOf(wanted, cache)
      if (folder !== undefined && !isInstalled(folder)) {
        if (!mayInstall) return notProven(whenMissing)
        try {
          await install(wanted, folder)
        } catch (error) {
          return notProven(`the package could not be had: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
      const task: GenuineTask = { ...preview, version, ...(folder !== undefined && { folder }) }
      let check = notProven('walkerOS gave no answer in time')
      const { end } = await pool.run({
        caller,
        task,
        signal,
        onAnswer: (answer) => {
          check = answer
        },
      })
      return end === 'ended' ? notProven('walkerOS used more memory than it may') : check
    },
    close: pool.close,
  }
}

/** What the published packages say, in words. */
export function describeCheck(check: GenuineCheck): string {
  switch (check.verdict) {
    case 'same':
      return `same as walkerOS ${check.version}`
    case 'different':
      return `DIFFERENT from walkerOS ${check.version}: ${check.field} at byte ${check.at}`
    case 'not-proven':
      return `not proven for ${check.version}: ${check.reason}`
  }
}
