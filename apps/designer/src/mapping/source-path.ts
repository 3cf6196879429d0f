import { type FieldNote, valueAt } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'

/** A loop on the way to a value: what it goes through, and which of the numbers of the target is that of its item. */
interface Loop {
  scope: unknown
  number: number
}

/** Gives the path in the whole event that a value was taken from, with the numbers of loop items; null where it is from no path. */
export function sourcePaths(config: unknown): (note: FieldNote) => string | null {
  // Thousands of items of a loop share their place.
  const known = new Map<Place, readonly Loop[]>()
  const loopsTo = (place: Place) => {
    const loops = known.get(place) ?? loopsOf(place, config)
    known.set(place, loops)
    return loops
  }
  return ({ source, place, target }) => {
    if (source?.kind !== 'path') return null
    let path = ''
    for (const { scope, number } of loopsTo(place)) {
      if (typeof scope !== 'string') return null
      if (scope !== 'this') path += `${scope}.${numberIn(target, number)}.`
    }
    return path + source.path
  }
}

/** One of the numbers of a target, 0 where it has fewer. */
function numberIn(target: Place, wanted: number): number {
  let left = wanted
  for (const step of target) {
    if (typeof step !== 'number') continue
    if (left === 0) return step
    left--
  }
  return 0
}

function loopsOf(place: Place, config: unknown): Loop[] {
  const loops: Loop[] = []
  let items = 0
  for (const [index, step] of place.entries()) {
    if (step === 'set' && typeof place[index + 1] === 'number') items++
    if (step !== 'loop' || place[index + 1] !== 1) continue
    loops.push({ scope: valueAt(config, [...place.slice(0, index + 1), 0]), number: items++ })
  }
  return loops
}
