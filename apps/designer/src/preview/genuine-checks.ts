import { type FlowDestination, type PinnedPackages, pinnedPackages } from '@mapping-designer/mapping-engine'
import type { GenuineCheck, KafkaRecord, Outcome, ProveRequest } from '@mapping-designer/shared-types'

/** A preview that the published packages are asked about. */
export interface GenuineTask {
  destination: FlowDestination
  event: unknown
  outcome: Outcome
  now: number
}

/** The flow as the bridge reads it, and how its events come in. */
export type ProvenFlow = Omit<ProveRequest, 'event' | 'outcome' | 'records' | 'now' | 'install'>

/** Asks the published walkerOS packages about a preview. */
export interface GenuineChecks {
  /** Here, or on the bridge once the packages were run there. */
  ask(task: GenuineTask, flow: () => ProvenFlow): Promise<GenuineCheck>
  /** On the bridge, which installs the packages where they are not there. */
  prove(task: GenuineTask, flow: () => ProvenFlow): Promise<GenuineCheck>
}

const patience = 10_000

/** The packages of the page are loaded with the first question, in a worker of their own. */
export function createGenuineChecks(
  startWorker: () => Worker,
  prove: (request: ProveRequest) => Promise<GenuineCheck>,
): GenuineChecks {
  let worker: Worker | undefined
  let queue: Promise<unknown> = Promise.resolve()
  const onBridge = new Set<string>()

  const send = (task: GenuineTask, { version }: PinnedPackages) =>
    new Promise<GenuineCheck>((resolve) => {
      worker ??= startWorker()
      const open = worker
      const settle = (check: GenuineCheck) => {
        clearTimeout(timer)
        open.removeEventListener('message', onMessage)
        resolve(check)
      }
      const onMessage = ({ data }: MessageEvent<GenuineCheck>) => settle(data)
      const timer = setTimeout(() => {
        open.terminate()
        worker = undefined
        settle({ verdict: 'not-proven', version, reason: 'walkerOS gave no answer in time' })
      }, patience)
      open.addEventListener('message', onMessage)
      open.postMessage(task)
    })

  const askBridge = async (task: GenuineTask, flow: ProvenFlow, install: boolean): Promise<GenuineCheck> => {
    const { event, outcome, now } = task
    const request = { ...flow, event, outcome: outcome.kind, records: recordsOf(outcome), now, install }
    const check = await prove(request as ProveRequest).catch((error: Error): GenuineCheck => {
      return { verdict: 'not-proven', version: task.destination.runtime.collector, reason: error.message }
    })
    if (check.verdict === 'not-proven') onBridge.delete(check.version)
    else onBridge.add(check.version)
    return check
  }

  return {
    ask(task, flow) {
      const pinned = packagesOf(task.destination)
      const notProven = (reason: string) =>
        Promise.resolve<GenuineCheck>({
          verdict: 'not-proven',
          version: 'version' in pinned ? pinned.version : task.destination.runtime.collector,
          reason,
        })
      if ('reason' in pinned) return notProven(pinned.reason)
      if (!pinned.isBundled && !onBridge.has(pinned.version)) return notProven('its packages are not on this page')
      const answer = queue.then(() => (pinned.isBundled ? send(task, pinned) : askBridge(task, flow(), false)))
      queue = answer.catch(() => {})
      return answer
    },
    prove: (task, flow) => askBridge(task, flow(), true),
  }
}

/** The packages that a destination runs in production. */
export function packagesOf({ runtime, flowConfig, whole }: FlowDestination): ReturnType<typeof pinnedPackages> {
  return pinnedPackages(runtime, flowConfig, whole?.file)
}

/** All records of an outcome. */
export function recordsOf(outcome: Outcome): KafkaRecord[] {
  return (outcome.copies ?? [outcome]).flatMap((copy) => ('record' in copy ? [copy.record] : []))
}
