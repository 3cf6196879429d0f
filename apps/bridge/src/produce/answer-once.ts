import { createHash } from 'node:crypto'
import { ApiProblem } from '../operation/api-problem.ts'
import { type AnswerJournal, keptFor, type Remembered } from './answer-journal.ts'

/** Keys of one caller, and characters of answers of all callers, that are remembered at the same time. */
const maxKeys = 1_000
const maxAnswers = 32 * 2 ** 20

interface Entry {
  caller: string
  key: string
  /** Digest of the request. */
  body: string
  /** ms since 1970 */
  since: number
  /** The work, as long as it goes on. */
  work?: Promise<unknown>
  /** What came of it, as JSON. */
  answer?: string
  /** Why there is no answer that could be given again. */
  failure?: unknown
}

export interface AnswerOnceParts {
  /** ms since 1970 */
  clock: () => number
  /** Where answers outlive the bridge. */
  journal?: AnswerJournal | undefined
  /** Takes out what should neither be kept in memory nor lie on a disk. */
  kept?: (answer: unknown) => unknown
  /** Told of an answer that was given and could not be written down. */
  onUnwritten?: (error: Error) => void
}

export type AnswerOnce = <T>(
  caller: string,
  key: string | undefined,
  request: unknown,
  work: () => Promise<T>,
) => Promise<T>

/**
 * Runs the work of an idempotency key of a caller once: the same request again gets the first answer, also while that is
 * still under way, and also from a restarted bridge. Another request under the same key is refused. Work
 * that fails before anything was sent may be tried again. A key is kept for its quarter of an hour, or refused: with a
 * 429 where there are too many, and with a 507 where it cannot be written down.
 */
export function answerOnce({ clock, journal, kept = (answer) => answer, onUnwritten }: AnswerOnceParts): AnswerOnce {
  const entries = new Map<string, Entry>()
  const idOf = (caller: string, key: string) => `${caller}\n${key}`
  for (const { isInterrupted, ...entry } of journal?.load() ?? []) {
    entries.set(idOf(entry.caller, entry.key), { ...entry, ...(isInterrupted && { failure: interrupted() }) })
  }

  const forgetOld = () => {
    for (const [id, { since, work }] of entries) {
      if (work === undefined && clock() - since >= keptFor) entries.delete(id)
    }
  }
  const note = async (line: Remembered | { caller: string; key: string; isFree: true }) => {
    await journal?.append(line, () => [...entries.values()].map(remembered))
  }

  const run = async <T>(entry: Entry, work: () => Promise<T>): Promise<T> => {
    const { caller, key } = entry
    await note(remembered(entry)).catch((error: unknown) => {
      throw unwritable(error)
    })
    try {
      const answer = await work()
      entry.answer = JSON.stringify(kept(answer) ?? null)
      // It is given all the same; what can no longer be written down is refused from the next request on.
      await note(remembered(entry)).catch((error: Error) => onUnwritten?.(error))
      return answer
    } catch (error) {
      // A refusal comes before the first record, so the key is free again; a fault of ours may come after it.
      if (error instanceof ApiProblem)
        await note({ caller, key, isFree: true }).catch((why: Error) => onUnwritten?.(why))
      throw error
    }
  }

  return async <T>(caller: string, key: string | undefined, request: unknown, work: () => Promise<T>): Promise<T> => {
    if (key === undefined) return work()
    guardKey(key)
    const body = createHash('sha256').update(JSON.stringify(request)).digest('base64')
    forgetOld()
    const id = idOf(caller, key)
    const known = entries.get(id)
    if (known !== undefined) return answerOf(known, body) as Promise<T>
    guardRoom([...entries.values()], caller, clock())
    const entry: Entry = { caller, key, body, since: clock() }
    entries.set(id, entry)
    const done = run(entry, work)
    entry.work = done
    const settle = () => void delete entry.work
    done.then(settle, (error: unknown) => {
      settle()
      entry.failure = error
      if (error instanceof ApiProblem) entries.delete(id)
    })
    return done
  }
}

/** Throws a 429 where the keys of a caller, or all answers that are kept, come to too much. */
function guardRoom(entries: readonly Entry[], caller: string, now: number): void {
  const own = entries.filter((entry) => entry.caller === caller)
  const answers = entries.reduce((sum, { answer = '' }) => sum + answer.length, 0)
  if (own.length < maxKeys && answers < maxAnswers) return
  const oldest = Math.min(...entries.map(({ since }) => since))
  throw new ApiProblem(429, {
    code: 'too-many-keys',
    message: 'There are too many Idempotency-Keys of the last quarter of an hour, so nothing was sent.',
    hint: `Try again in ${Math.max(1, Math.ceil((oldest + keptFor - now) / 1_000))} s.`,
  })
}

function guardKey(key: string): void {
  if (/^[\x21-\x7e]{1,128}$/.test(key)) return
  throw new ApiProblem(400, {
    code: 'invalid-request',
    message: 'Idempotency-Key must be 1 to 128 visible characters.',
  })
}

async function answerOf({ body, work, answer, failure }: Entry, given: string): Promise<unknown> {
  if (body !== given) {
    throw new ApiProblem(422, {
      code: 'key-reused',
      message: 'This Idempotency-Key was used for another request, so nothing was sent.',
    })
  }
  if (work !== undefined) return work
  if (answer !== undefined) return JSON.parse(answer)
  throw failure
}

function remembered({ caller, key, body, since, answer }: Entry): Remembered {
  return { caller, key, body, since, ...(answer !== undefined && { answer }) }
}

function interrupted(): ApiProblem {
  return new ApiProblem(409, {
    code: 'interrupted',
    message: 'The bridge ended while it worked on this request; its records may have been produced.',
    hint: 'Look at the topic, and send it under another Idempotency-Key if they are missing.',
  })
}

function unwritable(error: unknown): ApiProblem {
  return new ApiProblem(507, {
    code: 'answers-unwritable',
    message: `The bridge cannot write down this Idempotency-Key (${(error as NodeJS.ErrnoException).code}), so nothing was sent.`,
    hint: 'Make room where the bridge keeps its data. Without a key it is sent, and perhaps twice where an answer gets lost.',
  })
}
