import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ApiProblem } from '../http/api-problem.ts'

/** How many keys are remembered, and for how long (ms): longer than anybody retries a request. */
const mostKeys = 1_000
const keptFor = 15 * 60_000
/** Characters of a file that is made anew without its old lines. */
const largestFile = 2 ** 20

/** What became of a request under a key; without an answer where the bridge ended in between. */
export interface Remembered {
  key: string
  /** Digest of the request. */
  body: string
  /** ms since 1970 */
  since: number
  answer?: unknown
}

/** Where answers outlive the bridge. */
export interface AnswerJournal {
  load(): Remembered[]
  append(line: Remembered | { key: string; isFree: true }): void
}

/**
 * Runs the work of an idempotency key once: the same request again gets the first answer, also while that is still
 * under way, and also from a bridge that was started anew. Another request under the same key is refused. Work that
 * fails before anything was sent may be tried again.
 */
export function answerOnce(clock: () => number, journal?: AnswerJournal) {
  const answers = new Map<string, { body: string; since: number; answer: Promise<unknown> }>()
  for (const { key, body, since, answer } of journal?.load() ?? []) {
    answers.set(key, { body, since, answer: answer === undefined ? interrupted() : Promise.resolve(answer) })
  }
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
    const since = clock()
    journal?.append({ key, body, since })
    const answer = work()
    answers.set(key, { body, since, answer })
    answer.then(
      (done) => journal?.append({ key, body, since, answer: done }),
      (error: unknown) => {
        // A refusal comes before the first record, so the key is free again; a fault of ours may come after it.
        if (!(error instanceof ApiProblem)) return
        answers.delete(key)
        journal?.append({ key, isFree: true })
      },
    )
    return answer
  }
}

function interrupted(): Promise<never> {
  const problem = new ApiProblem(409, {
    code: 'interrupted',
    message: 'The bridge ended while it worked on this request; its records may have been produced.',
    hint: 'Look at the topic, and send it under another Idempotency-Key if they are missing.',
  })
  const answer = Promise.reject(problem)
  // Nobody may ever ask.
  answer.catch(() => {})
  return answer
}

/** Keeps answers in a file of JSON Lines. `forFile` takes out what should not lie on a disk. */
export function answerFile(path: string, clock: () => number, forFile: (answer: unknown) => unknown): AnswerJournal {
  const write = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  return {
    load() {
      const known = new Map<string, Remembered>()
      const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
      for (const line of text.split('\n')) {
        const read = parse(line)
        if (read === undefined) continue
        if ('isFree' in read) known.delete(read.key)
        else if (clock() - read.since < keptFor) known.set(read.key, read)
      }
      mkdirSync(dirname(path), { recursive: true })
      if (text.length > largestFile) {
        writeFileSync(`${path}.new`, write([...known.values()]), { mode: 0o600 })
        renameSync(`${path}.new`, path)
      }
      return [...known.values()]
    },
    append(line) {
      const kept = 'answer' in line ? { ...line, answer: forFile(line.answer) } : line
      appendFileSync(path, write([kept]), { mode: 0o600 })
    },
  }
}

/** A line of the file; nothing where the bridge was killed in the middle of writing it. */
function parse(line: string): Remembered | { key: string; isFree: true } | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
