import type { ReplayRequest } from '@mapping-designer/shared-types'
import type { ExactWriter } from '../kafka/exact-writer.ts'
import type { NotedPosition } from '../kafka/stable-positions.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { ReplayJournal } from './replay-journal.ts'

/** What to do where the journal of a replay knows of more than the log: go on where the journal is, or start over. */
export type ReplayStart = NonNullable<ReplayRequest['position']>

/**
 * Where a replay goes on: the log and the journal are both asked. Kafka forgets positions (by default seven days after
 * the last one, or with the topic that they were noted in), and the journal may lie on another machine; a 409 says so
 * where the journal knows of more, since starting over without a word would write everything twice.
 */
export function whereToGoOn(
  id: string,
  inLog: bigint | null,
  { least, most }: { least: number; most: number },
  position?: ReplayStart,
): number {
  const logged = Number(inLog ?? 0n)
  const isLost = least > logged || (inLog === null && most > 0)
  if (!isLost) return logged
  if (position === 'journal') return Math.max(least, logged)
  const log = inLog === null ? 'Kafka has no position any more' : `Kafka has the position ${logged}`
  throw new ApiProblem(409, {
    code: 'replay-position-lost',
    message: `The replay ${id} cannot go on by itself: ${log}, and ${inJournal(least, most)}.`,
    hint: `Give it the position "journal" to go on behind event ${least}, or "start" to write all events again.`,
  })
}

function inJournal(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return 'its journal cannot be read'
  if (least === most) return `its journal says that the first ${least} events were written`
  return `its journal says that the first ${least} events were written, and perhaps those up to ${most}`
}

/** Takes every position of a replay back to the first event. */
export async function startOver(writer: ExactWriter, journal: ReplayJournal): Promise<void> {
  while (((await writer.open()) ?? 0n) > 0n) await writer.write([], 0n)
  await journal.at(0)
}

/**
 * Kafka keeps the position of a replay as the offset of a consumer group, which needs a topic that exists; nothing is
 * read from it. It stays where it is, whatever topics come and go; at first it is noted in the topic of the settings, or
 * else in the first one that the profile produces to.
 */
export function countingTopic(
  noted: readonly NotedPosition[],
  topics: { existing: readonly string[]; wanted: unknown; mayProduceTo: (topic: string) => boolean },
): string | undefined {
  const { existing, wanted, mayProduceTo } = topics
  const [last] = noted
    .filter(({ topic }) => existing.includes(topic))
    .sort((a, b) => (a.position === b.position ? 0 : a.position < b.position ? 1 : -1))
  if (last !== undefined) return last.topic
  const allowed = existing.filter(mayProduceTo)
  return allowed.find((topic) => topic === wanted) ?? allowed[0]
}
