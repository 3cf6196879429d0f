import { createHash } from 'node:crypto'
import { type FlowDestination, meetsChain, wayTo } from '@mapping-designer/mapping-engine'
import { ApiProblem } from '../operation/api-problem.ts'

/** What a replay belongs to: another one may not go on under its id. */
export interface ReplayIdentity {
  profile: string
  /** Names of flow and destination. */
  destination: string
  /** Digest of all that decides which records the events make. */
  flow: string
  caller: string
}

export function identityOf(profile: string, destination: FlowDestination, caller: string): ReplayIdentity {
  const decides = [
    ...[destination.effective, destination.collector, destination.runtime],
    ...(meetsChain(destination) ? [wayTo(destination)] : []),
  ]
  return {
    profile,
    destination: `${destination.flowName}/${destination.name}`,
    flow: createHash('sha256').update(JSON.stringify(decides)).digest('base64url'),
    caller,
  }
}

/** Throws a 409 that names what differs from the replay that was begun under an id, and how to go on from `written` events. */
export function guardIdentity(id: string, begun: ReplayIdentity, given: ReplayIdentity, written: number): void {
  const differences = [
    begun.profile !== given.profile && `its profile is ${begun.profile} and not ${given.profile}`,
    begun.destination !== given.destination && `its destination is ${begun.destination} and not ${given.destination}`,
    begun.flow !== given.flow && 'its flow makes other records',
    begun.caller !== given.caller && 'it belongs to another caller',
  ].filter((difference) => difference !== false)
  if (differences.length === 0) return
  throw new ApiProblem(409, {
    code: 'replay-differs',
    message: `The replay ${id} was begun as another one: ${differences.join(', ')}.`,
    hint:
      written === 0
        ? 'Go on with what it was begun with, or replay under another id.'
        : `Its first ${written} events are written. Go on with what it was begun with; or replay under another id, without those events unless they are to be written again.`,
  })
}
