import { styleText } from 'node:util'
import {
  type ConsentCell,
  type ConsentRow,
  type ConsentState,
  escapedMarkdown,
  personalInWords,
  personalOf,
} from '@mapping-designer/mapping-engine'
import type { Problem } from '@mapping-designer/shared-types'

/** Which fields leave under which consent, and what is wrong with that. */
export interface ConsentReport {
  states: ConsentState[]
  rows: ConsentRow[]
  /** Rows of personal data that leave though nothing was agreed to. */
  personalWithoutConsent: Omit<ConsentRow, 'cells'>[]
  /** What `check` and the designer say of personal data. */
  problems: Problem[]
}

/** Fields by consent for people, a table for each topic. */
export function consentForPeople(report: ConsentReport): string {
  const tables = topicsOf(report).flatMap((topic) => [
    styleText('bold', topic),
    ...aligned(tableOf(report, topic)).map((line) => `  ${line}`),
    '',
  ])
  return `${[...tables, ...findingsOf(report)].join('\n')}\n`
}

/** The same in Markdown. */
export function consentAsMarkdown(report: ConsentReport): string {
  const tables = topicsOf(report).flatMap((topic) => {
    const [head = [], ...rows] = tableOf(report, topic)
    const line = (cells: readonly string[]) => `| ${cells.map(escapedMarkdown).join(' | ')} |`
    return [`### ${escapedMarkdown(topic)}`, '', line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), '']
  })
  return `${[...tables, ...findingsOf(report).map((finding) => `- ${escapedMarkdown(finding)}`)].join('\n')}\n`
}

const topicsOf = ({ rows }: ConsentReport) => [...new Set(rows.map(({ topic }) => topic))]

function tableOf({ states, rows }: ConsentReport, topic: string): string[][] {
  return [
    ['field', ...states.map(({ title }) => title)],
    ...rows.filter((row) => row.topic === topic).map((row) => [titleOf(row), ...row.cells.map(wordsOf)]),
  ]
}

const nameOf = ({ field }: Pick<ConsentRow, 'field'>) => (field === '' ? 'the whole value' : field)
const titleOf = (row: ConsentRow) => `${nameOf(row)}${row.personal === undefined ? '' : ` (${row.personal})`}`

/** What one cell says; numbers of events only where they are not all alike. */
function wordsOf({ leaves, changed, heldBack }: ConsentCell): string {
  const parts = [['leaves', leaves] as const, ['changed', changed] as const, ['held back', heldBack] as const].filter(
    ([, count]) => count > 0,
  )
  return parts.map(([word, count]) => (parts.length === 1 ? word : `${word} ${count}`)).join(', ')
}

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function findingsOf({ personalWithoutConsent, problems, rows }: ConsentReport): string[] {
  if (rows.length === 0) return ['No event becomes a record under any consent.']
  const findings = [
    ...personalWithoutConsent.map((row) => {
      const personal = personalOf(row)
      return `${nameOf(row)} of ${row.topic} ${personal && personalInWords(personal)} and leaves without any consent.`
    }),
    ...problems.map(({ code, cause }) => `${code}: ${cause}`),
  ]
  return findings.length > 0 ? findings : ['Nothing that looks personal, or is marked as it, leaves without consent.']
}
