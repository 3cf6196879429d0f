import { type FlowPlan, planFlow } from '@mapping-designer/mapping-engine'
import { formatPlace, type PreviewRequest } from '@mapping-designer/shared-types'
import { ApiProblem } from '../http/api-problem.ts'

/** The plan of the flow in a request; a 422 says why there is none. */
export function planRequest(request: PreviewRequest, now: number): FlowPlan {
  const planned = planFlow({ ...request, now: request.now ?? now })
  if (!('error' in planned)) return planned
  const { code, message, hint, place } = planned.error
  throw new ApiProblem(422, { code, message, place: formatPlace(place), ...(hint && { hint }) })
}
