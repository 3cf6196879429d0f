import type { ApiError } from '@mapping-designer/shared-types'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { WorkspaceFailure, type WorkspaceFailureCode } from '../files/workspace-failure.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { RegistryFailure } from '../registry/schema-registry.ts'

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

/** The one place where errors become answers. */
export function answerError(error: Error, context: Context, log: (error: Error) => void): Response {
  if (error instanceof ApiProblem) return context.json({ error: error.body }, error.status)
  if (error instanceof KafkaFailure) {
    const { code, message, hint } = error
    return context.json({ error: { code, message, ...(hint && { hint }) } }, kafkaStatus(error))
  }
  if (error instanceof RegistryFailure) {
    const { message, hint } = error
    return context.json({ error: { code: 'registry', message, ...(hint && { hint }) } }, 502)
  }
  if (error instanceof WorkspaceFailure) {
    const { code, message, hint } = error
    return context.json({ error: { code, message, ...(hint && { hint }) } }, fileStatus[code])
  }
  if (error instanceof HTTPException) {
    return context.json({ error: { code: 'bad-request', message: error.message } }, error.status)
  }
  log(error)
  return context.json({ error: { code: 'internal', message: 'The bridge failed; its log tells more.' } }, 500)
}

function kafkaStatus({ code }: KafkaFailure): ContentfulStatusCode {
  switch (code) {
    case 'topic-missing':
    case 'not-found':
      return 404
    case 'topic-exists':
      return 409
    case 'authorization':
      return 403
    case 'record-too-large':
      return 413
    case 'record-refused':
      return 422
    case 'no-answer':
      return 504
    default:
      return 502
  }
}

const fileStatus: Record<WorkspaceFailureCode, ContentfulStatusCode> = {
  outside: 403,
  'file-missing': 404,
  'file-changed': 409,
  'file-too-large': 413,
  'not-text': 422,
  'not-a-flow': 422,
  'read-only': 403,
  disk: 507,
}
