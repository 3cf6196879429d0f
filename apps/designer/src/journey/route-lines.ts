import { type RouteMark, valueAt } from '@mapping-designer/mapping-engine'
import type { JsonValue, Place } from '@mapping-designer/shared-types'
import { readRoute } from '../mapping/route-shape.ts'

/** Which branches the routes of a step sent an event to, one line for each route that it came to. */
export function routeLines(file: JsonValue, step: Place, marks: readonly RouteMark[]): string[] {
  return ['before', 'next'].flatMap((position) => {
    const place = [...step, position]
    const shape = readRoute(valueAt(file, place), place)
    if (!('branches' in shape)) return []
    const { branches } = shape
    const looked = branches.map((branch) => marks.filter((mark) => isSame(mark.place, branch.place)))
    if (looked.every((looks) => looks.length === 0)) return []
    const taken = branches.flatMap(({ next }, index) =>
      looked[index]?.some(({ holds }) => holds)
        ? `branch ${index + 1} of ${branches.length}, to ${next.join(', ') || 'nothing'}`
        : [],
    )
    return `${position}: ${taken.join(' and ') || 'no branch matches'}`
  })
}

function isSame(one: Place, other: Place): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index])
}
