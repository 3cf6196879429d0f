import type { RouteMark as Mark } from '@mapping-designer/mapping-engine'
import type { Place } from '@mapping-designer/shared-types'
import { Check, X } from 'lucide-react'
import { createContext, useContext } from 'react'

/** What the routes looked at on the way of the selected sample, in the lane that is looked at; null where nothing is known of it. */
export const RouteMarks = createContext<readonly Mark[] | null>(null)

/** Whether the selected sample takes a branch. */
export function BranchMark({ place }: { place: Place }) {
  const looks = useLooks(place)
  if (looks === null) return null
  const taken = looks.filter(({ holds }) => holds).length
  if (taken === 0) return <span className="route-mark faint">{looks.length === 0 ? 'not reached' : 'not taken'}</span>
  return (
    <span className="route-mark" data-holds>
      <Check className="icon small" aria-hidden />
      {taken === looks.length ? 'taken' : `taken by ${taken} of ${looks.length} copies`}
    </span>
  )
}

/** What a condition read of the selected sample, and whether it holds. */
export function ConditionMark({ place }: { place: Place }) {
  const looks = useLooks(place)
  const last = looks?.at(-1)
  if (looks === null || last === undefined) return null
  const { holds, read } = last
  const Icon = holds ? Check : X
  return (
    <span className="route-mark" data-holds={holds || undefined}>
      <Icon className="icon small" aria-hidden />
      <span className="sr-only">{holds ? 'holds' : 'does not hold'}</span>
      {read === null ? 'not there' : read === '' ? 'empty' : read}
    </span>
  )
}

/** Says that the selected sample does not come to a route. */
export function RouteMark({ route, isShown }: { route: Place; isShown: boolean }) {
  const looks = useLooks(route, true)
  return isShown && looks?.length === 0 ? <span className="faint">not reached by this sample</span> : null
}

function useLooks(place: Place, withParts = false): readonly Mark[] | null {
  const marks = useContext(RouteMarks)
  if (marks === null) return null
  return marks.filter(
    (mark) =>
      place.every((step, index) => mark.place[index] === step) && (withParts || mark.place.length === place.length),
  )
}
