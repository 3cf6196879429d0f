import { escapedMarkdown } from '@mapping-designer/mapping-engine'
import type { ProfileSummary } from '@mapping-designer/shared-types'
import { eventName } from '../../document/sample.ts'
import { formatUtc } from '../../ui/format.ts'
import { summary, verdictOf } from './result-words.ts'
import type { Sent } from './use-produce.ts'

const titles = ['Event', 'Topic', 'Partition', 'Offset', 'Result', 'Reason', 'SHA-256 of the record']

/** What became of records, as Markdown for a ticket; `at` in ms since 1970. No title or value of a sample is in it: they may be personal. */
export function produceReport(
  { name, environment }: Pick<ProfileSummary, 'name' | 'environment'>,
  sent: readonly Sent[],
  at: number,
): string {
  const rows = sent.map(({ sample, result }) => [
    eventName(sample.sample),
    result.topic,
    result.partition,
    result.offset,
    verdictOf(result).word,
    result.reason,
    result.digest,
  ])
  return [
    `### Produced to ${escapedMarkdown(`${name} (${environment})`)}, ${formatUtc(String(at))} UTC`,
    '',
    escapedMarkdown(summary(sent)),
    '',
    rowOf(titles),
    rowOf(titles.map(() => '---')),
    ...rows.map((cells) => rowOf(cells.map((cell) => escapedMarkdown(String(cell ?? ''))))),
    '',
  ].join('\n')
}

const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
