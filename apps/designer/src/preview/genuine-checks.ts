import { type FlowDestination, isProvable, meetsChain, provenVersion } from '@mapping-designer/mapping-engine'
import type { GenuineCheck, GenuineQuestion } from '@mapping-designer/mapping-engine/genuine'

/** Asks the published walkerOS packages about a preview. */
export interface GenuineChecks {
  ask(destination: FlowDestination, question: GenuineQuestion): Promise<GenuineCheck>
}

const patience = 10_000

/** The packages are loaded with the first question, in a worker of their own. */
export function createGenuineChecks(startWorker: () => Worker): GenuineChecks {
  let worker: Worker | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const send = (question: GenuineQuestion) =>
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
      open.postMessage(question)
    })

  return {
    ask(destination, question) {
      const reason = reasonAgainst(destination)
      if (reason !== null) return Promise.resolve({ verdict: 'not-checked', reason })
      const answer = queue.then(() => send(question))
      queue = answer
      return answer
    },
  }
}

/** Why the published packages that the page brings prove nothing about a destination; null where they do. */
function reasonAgainst(destination: FlowDestination): string | null {
  const { runtime } = destination
  if (!isProvable(runtime))
    return `the flow runs walkerOS ${runtime.collector}, and only ${provenVersion} can be run here`
  if (Object.keys(destination.whole?.assume ?? {}).length > 0) return 'a step is assumed'
  return meetsChain(destination) ? 'the flow has steps before the destination' : null
}
