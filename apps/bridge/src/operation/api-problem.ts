import type { ApiError } from '@mapping-designer/shared-types'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** An error that a person caused or can mend; everything else is our own fault and answers 500. */
export class ApiProblem extends Error {
  readonly status: ContentfulStatusCode
  readonly body: ApiError
  constructor(status: ContentfulStatusCode, body: ApiError) {
    super(body.message)
    this.status = status
    this.body = body
  }
}
