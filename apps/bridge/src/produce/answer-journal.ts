import { readFileSync } from 'node:fs'
import { tryJson } from '@mapping-designer/shared-types'
import { z } from 'zod'
import { InvalidSetting } from '../config/setting-file.ts'
import { lineFile } from '../operation/line-file.ts'

/** What became of a request under a key; without an answer where it is under way, or where the bridge ended meanwhile. */
export interface Remembered {
  caller: string
  key: string
  /** Digest of the request. */
  body: string
  /** ms since 1970 */
  since: number
  /** JSON */
  answer?: string
}

/** Where answers outlive the bridge. */
export interface AnswerJournal {
  /** What was remembered, in the order in which it came; lines that are none are skipped. */
  load(): (Remembered & { isInterrupted: boolean })[]
  /** Resolves when the line is on the disk. `all` answers what is remembered, for a file that is rewritten. */
  append(line: Remembered | { caller: string; key: string; isFree: true }, all: () => Remembered[]): Promise<void>
}

/** Bytes of a file that is rewritten without its old lines. */
const maxBytes = 2 ** 20

const lineSchema = z.union([
  z.object({ caller: z.string().default('owner'), key: z.string(), isFree: z.literal(true) }),
  z.object({
    caller: z.string().default('owner'),
    key: z.string(),
    body: z.string(),
    since: z.number(),
    answer: z.unknown().optional(),
  }),
])

/** How long a key is remembered (ms): longer than anybody retries a request. */
export const keptFor = 15 * 60_000

/** Keeps answers in a file of JSON Lines; those that are too old are left out when it is read. */
export function answerFile(path: string, clock: () => number): AnswerJournal {
  let all: () => Remembered[] = () => []
  const file = lineFile(path, {
    maxBytes,
    makeRoom: ({ replace }) => replace(all().map(lineOf).join('')),
  })
  return {
    load() {
      const known = new Map<string, Remembered & { isInterrupted: boolean }>()
      for (const line of textOf(path).split('\n')) {
        const read = lineSchema.safeParse(tryJson(line)).data
        if (read === undefined) continue
        const id = JSON.stringify([read.caller, read.key])
        if ('isFree' in read) known.delete(id)
        else if (clock() - read.since < keptFor) {
          const { answer, ...rest } = read
          const isInterrupted = answer === undefined
          known.set(id, { ...rest, isInterrupted, ...(!isInterrupted && { answer: JSON.stringify(answer) }) })
        }
      }
      return [...known.values()]
    },
    append(line, now) {
      all = now
      return file.append(lineOf(line))
    },
  }
}

function lineOf(line: Remembered | { caller: string; key: string; isFree: true }): string {
  const written = 'answer' in line && line.answer !== undefined ? { ...line, answer: JSON.parse(line.answer) } : line
  return `${JSON.stringify(written)}\n`
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new InvalidSetting(
      `${path}, where the bridge keeps its answers, cannot be read: ${(error as Error).message}.`,
    )
  }
}
