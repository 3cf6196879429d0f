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
  rows: ReportRow[]
  /** Rows of personal data that leave though nothing was agreed to. */
  personalWithoutConsent: Omit<ReportRow, 'cells'>[]
  /** What `check` and the designer say of personal data. */
  problems: (Problem & OfDestination)[]
}

type ReportRow = ConsentRow & OfDestination

interface OfDestination {
  /** Its name, behind that of its flow where there are several flows. */
  destination: string
}

/** Fields by consent for people, a table for each destination and topic. */
export function consentForPeople(report: ConsentReport): string {
  const tables = partsOf(report).flatMap(({ title, rows }) => [
    styleText('bold', title),
    ...aligned(tableOf(report, rows)).map((line) => `  ${line}`),
    '',
  ])
  return `${[...tables, ...findingsOf(report)].join('\n')}\n`
}

/** The same in Markdown. */
export function consentAsMarkdown(report: ConsentReport): string {
  const tables = partsOf(report).flatMap((part) => {
    const [head = [], ...rows] = tableOf(report, part.rows)
    const line = (cells: readonly string[]) => `| ${cells.map(escapedMarkdown).join(' | ')} |`
    return [
      `### ${escapedMarkdown(part.title)}`,
      '',
      line(head),
      `|${'---|'.repeat(head.length)}`,
      ...rows.map(line),
      '',
    ]
  })
  return `${[...tables, ...findingsOf(report).map((finding) => `- ${escapedMarkdown(finding)}`)].join('\n')}\n`
}

const topicOf = ({ destination, topic }: Pick<ReportRow, 'destination' | 'topic'>, { rows }: ConsentReport) =>
  rows.every((row) => row.destination === destination) ? topic : `${topic} (${destination})`

/** The rows of each topic of each destination. */
function partsOf(report: ConsentReport): { title: string; rows: ReportRow[] }[] {
  const parts = Map.groupBy(report.rows, (row) => topicOf(row, report))
  return [...parts].map(([title, rows]) => ({ title, rows }))
}

function tableOf({ states }: ConsentReport, rows: readonly ReportRow[]): string[][] {
  return [
    ['field', ...states.map(({ title }) => title)],
    ...rows.map((row) => [titleOf(row), ...row.cells.map(wordsOf)]),
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

function findingsOf(report: ConsentReport): string[] {
  const { personalWithoutConsent, problems, rows } = report
  if (rows.length === 0) return ['No event becomes a record under any consent.']
  const findings = [
    ...personalWithoutConsent.map((row) => {
      const personal = personalOf(row)
      return `${nameOf(row)} of ${topicOf(row, report)} ${personal && personalInWords(personal)} and leaves without any consent.`
    }),
    ...problems.map(({ code, cause, destination }) =>
      problems.every((one) => one.destination === destination)
        ? `${code}: ${cause}`
        : `${code} (${destination}): ${cause}`,
    ),
  ]
  return findings.length > 0 ? findings : ['Nothing that looks personal, or is marked as it, leaves without consent.']
}
