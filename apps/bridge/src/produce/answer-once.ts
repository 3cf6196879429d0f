import { createHash } from 'node:crypto'
import { ApiProblem } from '../http/api-problem.ts'

/** How many keys are remembered, and for how long (ms): longer than anybody retries a request. */
const mostKeys = 1_000
const keptFor = 15 * 60_000

/**
 * Runs the work of an idempotency key once: the same request again gets the first answer, also while that is still
 * under way. Another request under the same key is refused. Work that fails before anything was sent may be tried again.
 */
export function answerOnce(clock: () => number) {
  const answers = new Map<string, { body: string; since: number; answer: Promise<unknown> }>()
  return async <T>(key: string | undefined, request: unknown, work: () => Promise<T>): Promise<T> => {
    if (key === undefined) return work()
    if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
      throw new ApiProblem(400, {
        code: 'invalid-request',
        message: 'Idempotency-Key must be 1 to 128 visible characters.',
      })
    }
    const body = createHash('sha256').update(JSON.stringify(request)).digest('base64')
    for (const [old, { since }] of answers) {
      if (clock() - since < keptFor && answers.size < mostKeys) break
      answers.delete(old)
    }
    const known = answers.get(key)
    if (known !== undefined) {
      if (known.body === body) return known.answer as Promise<T>
      throw new ApiProblem(422, {
        code: 'key-reused',
        message: 'This Idempotency-Key was used for another request, so nothing was sent.',
      })
    }
    const answer = work()
    answers.set(key, { body, since: clock(), answer })
    // A refusal comes before the first record, so the key is free again; a fault of ours may come after it.
    answer.catch((error: unknown) => {
      if (error instanceof ApiProblem) answers.delete(key)
    })
    return answer
  }
}
