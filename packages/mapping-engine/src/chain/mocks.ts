import { clone } from '../path/clone.ts'

/**
 * The events that mocks of one run put in place of others. walkerOS hands out the object of the config itself, so what a function
 * writes into it stays there; the config of the plan has to stay as it is for other runs.
 */
export interface Mocks {
  /** The event of a mock; `destination` is whose chain it is in. */
  take(step: string, mock: unknown, destination: string | null): unknown
  /** The step whose mock was changed and comes to other destinations, too: walkerOS runs them side by side, in no fixed order. */
  inDoubt(destination: string): string | undefined
}

export function createMocks(): Mocks {
  const taken = new Map<unknown, { step: string; event: unknown; destinations: Set<string> }>()
  return {
    take(step, mock, destination) {
      const one = taken.get(mock) ?? { step, event: clone(mock), destinations: new Set() }
      taken.set(mock, one)
      if (destination !== null) one.destinations.add(destination)
      return one.event
    },
    inDoubt(destination) {
      for (const [mock, { step, event, destinations }] of taken)
        if (destinations.size > 1 && destinations.has(destination) && !isUnchanged(mock, event)) return step
      return undefined
    },
  }
}

function isUnchanged(mock: unknown, event: unknown): boolean {
  try {
    return JSON.stringify(mock) === JSON.stringify(event)
  } catch {
    return false
  }
}
