import { type FlowDestination, isProvable, provenVersion } from '@mapping-designer/mapping-engine'
import type { GenuineCheck } from '@mapping-designer/mapping-engine/genuine'
import type { Outcome } from '@mapping-designer/shared-types'

/** A preview that the published packages are asked about. */
export interface GenuineTask {
  destination: FlowDestination
  event: unknown
  outcome: Outcome
  now: number
}

/** Asks the published walkerOS packages about a preview. */
export interface GenuineChecks {
  ask(task: GenuineTask): Promise<GenuineCheck>
}

const patience = 10_000

/** The packages are loaded with the first question, in a worker of their own. */
export function createGenuineChecks(startWorker: () => Worker): GenuineChecks {
  let worker: Worker | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const send = (task: GenuineTask) =>
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
        settle({ verdict: 'not-checked', reason: 'walkerOS gave no answer in time' })
      }, patience)
      open.addEventListener('message', onMessage)
      open.postMessage(task)
    })

  return {
    ask(task) {
      const reason = reasonAgainst(task.destination)
      if (reason !== null) return Promise.resolve({ verdict: 'not-checked', reason })
      const answer = queue.then(() => send(task))
      queue = answer
      return answer
    },
  }
}

/** Why the published packages that the page brings prove nothing about a destination; null where they do. */
function reasonAgainst(destination: FlowDestination): string | null {
  const { runtime } = destination
  if (isProvable(runtime)) return null
  return `the flow runs walkerOS ${runtime.collector}, and only ${provenVersion} can be run here`
}
