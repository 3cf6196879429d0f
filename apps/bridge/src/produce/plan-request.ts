import { chooseFromFlow, type FlowDestination, jsonSize } from '@mapping-designer/mapping-engine'
import { formatPlace, type PreviewRequest } from '@mapping-designer/shared-types'
import { ApiProblem } from '../operation/api-problem.ts'

/** Characters of a flow file; one that is larger takes too long to read. */
const maxFlow = 512 * 1024

/**
 * The destination that a request is about, with everything that its events meet before it unless the request leaves that
 * out. A 422 says why there is none, a 413 that the flow is too large.
 */
export function destinationOf({
  into = 'collector',
  destinationOnly,
  ...request
}: PreviewRequest & { runtime?: string | undefined }): FlowDestination {
  if (jsonSize(request.flow, maxFlow) > maxFlow) {
    const message = `The flow is larger than ${maxFlow / 1024} KiB, which is the most that is evaluated.`
    throw new ApiProblem(413, { code: 'flow-too-large', message, place: 'flow' })
  }
  const found = chooseFromFlow({ ...request, into: destinationOnly ? undefined : into })
  if (!('error' in found)) return found
  const { code, message, hint, place } = found.error
  throw new ApiProblem(422, { code, message, place: formatPlace(place), ...(hint && { hint }) })
}
