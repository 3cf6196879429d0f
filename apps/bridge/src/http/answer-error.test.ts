import { HTTPException } from 'hono/http-exception'
import { expect, it, vi } from 'vitest'
import { WorkspaceFailure, type WorkspaceFailureCode } from '../files/workspace-failure.ts'
import { KafkaFailure, type KafkaFailureCode } from '../kafka/kafka-port.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import { RegistryFailure } from '../registry/schema-registry.ts'
import { answerError } from './answer-error.ts'

function answerTo(error: Error) {
  const log = vi.fn()
  const { status, json } = answerError(error, log)
  return { status, ...json.error, logged: log.mock.calls.length }
}
const kafka = (code: KafkaFailureCode) => new KafkaFailure(code, 'So it is.', { hint: 'Do this.' })
const file = (code: WorkspaceFailureCode) => new WorkspaceFailure(code, 'So it is.')

it.each<{ error: Error; status: number; code: string }>([
  { error: new ApiProblem(409, { code: 'replay-gap', message: 'So it is.' }), status: 409, code: 'replay-gap' },
  { error: kafka('topic-missing'), status: 404, code: 'topic-missing' },
  { error: kafka('not-found'), status: 404, code: 'not-found' },
  { error: kafka('topic-exists'), status: 409, code: 'topic-exists' },
  { error: kafka('authorization'), status: 403, code: 'authorization' },
  { error: kafka('record-too-large'), status: 413, code: 'record-too-large' },
  { error: kafka('record-refused'), status: 422, code: 'record-refused' },
  { error: kafka('batch-too-large'), status: 422, code: 'batch-too-large' },
  { error: kafka('no-answer'), status: 504, code: 'no-answer' },
  { error: kafka('unreachable'), status: 502, code: 'unreachable' },
  { error: new RegistryFailure('So it is.'), status: 502, code: 'registry' },
  { error: new RegistryFailure('So it is.', { hint: 'Do this.' }), status: 502, code: 'registry' },
  { error: file('outside'), status: 403, code: 'outside' },
  { error: file('file-missing'), status: 404, code: 'file-missing' },
  { error: file('file-changed'), status: 409, code: 'file-changed' },
  { error: file('disk'), status: 507, code: 'disk' },
  { error: file('no-git'), status: 503, code: 'no-git' },
  { error: file('revision-missing'), status: 404, code: 'revision-missing' },
  { error: file('git'), status: 502, code: 'git' },
  { error: new HTTPException(400, { message: 'So it is.' }), status: 400, code: 'bad-request' },
])('answers $status for $code', ({ error, status, code }) => {
  const hint = (error as { hint?: string }).hint
  expect(answerTo(error)).toEqual({
    status,
    code,
    message: 'So it is.',
    ...(hint !== undefined && { hint }),
    logged: 0,
  })
})

it('keeps a fault of ours to the log', () => {
  expect(answerTo(new TypeError('secret'))).toEqual({
    status: 500,
    code: 'internal',
    message: 'The bridge failed; its log tells more.',
    logged: 1,
  })
})
