import type { ApiError } from '@mapping-designer/shared-types'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { WorkspaceFailure, type WorkspaceFailureCode } from '../files/workspace-failure.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import { RegistryFailure } from '../registry/schema-registry.ts'

/** The one place where errors become answers: status and body, undefined for a fault of our own. */
function answerOf(error: unknown): { status: ContentfulStatusCode; body: ApiError } | undefined {
  if (error instanceof ApiProblem) return error
  if (error instanceof KafkaFailure) return { status: kafkaStatus(error), body: bodyOf(error.code, error) }
  if (error instanceof RegistryFailure) return { status: 502, body: bodyOf('registry', error) }
  if (error instanceof WorkspaceFailure) return { status: fileStatus[error.code], body: bodyOf(error.code, error) }
  if (error instanceof HTTPException) return { status: error.status, body: bodyOf('bad-request', error) }
  return undefined
}

function bodyOf(code: string, { message, hint }: { message: string; hint?: string | undefined }): ApiError {
  return { code, message, ...(hint && { hint }) }
}

/** Status and JSON of the answer to an error; `log` gets what is a fault of our own, and the caller does not. */
export function answerError(
  error: unknown,
  log: (error: unknown) => void,
): { status: ContentfulStatusCode; json: { error: ApiError } } {
  const known = answerOf(error)
  if (known !== undefined) return { status: known.status, json: { error: known.body } }
  log(error)
  return { status: 500, json: { error: { code: 'internal', message: 'The bridge failed; its log tells more.' } } }
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
    case 'batch-too-large':
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
  'no-git': 503,
  'no-repository': 404,
  'revision-missing': 404,
  'not-in-revision': 404,
  git: 502,
}
