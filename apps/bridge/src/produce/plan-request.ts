import { chooseFromFlow, type FlowDestination } from '@mapping-designer/mapping-engine'
import { formatPlace, type PreviewRequest } from '@mapping-designer/shared-types'
import { ApiProblem } from '../http/api-problem.ts'

/** The destination that a request is about; a 422 says why there is none. */
export function destinationOf(request: PreviewRequest): FlowDestination {
  const found = chooseFromFlow(request)
  if (!('error' in found)) return found
  const { code, message, hint, place } = found.error
  throw new ApiProblem(422, { code, message, place: formatPlace(place), ...(hint && { hint }) })
}
