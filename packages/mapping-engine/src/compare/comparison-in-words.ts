import type { Problem } from '@mapping-designer/shared-types'
import { personalKind } from '../record/personal-kind.ts'
import type { ChangeGroup, Comparison } from './comparison.ts'

/**
 * A comparison as a comment of a pull request: the summary, breaking changes, and the rest folded. Texts that look like
 * personal data are not quoted.
 */
export function comparisonAsMarkdown(comparison: Comparison): string {
  const breaking = comparison.groups.filter((group) => group.isBreaking)
  const others = comparison.groups.filter((group) => !group.isBreaking)
  const { comes, goes } = comparison.problems
  const problems = [
    ...comes.map((one) => `- **comes:** ${escapedMarkdown(problemInWords(one))}`),
    ...goes.map((one) => `- goes: ${escapedMarkdown(problemInWords(one))}`),
  ]
  return `${[
    `### Kafka records: ${comparisonInWords(comparison)}`,
    ...(breaking.length > 0 ? ['', '**Breaking for consumers**', '', ...tableOf(breaking)] : []),
    ...folded(`${others.length} other ${others.length === 1 ? 'change' : 'changes'}`, tableOf(others), others.length),
    ...folded(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, problems, problems.length),
    ...unlistedInWords(comparison),
  ].join('\n')}\n`
}

const folded = (title: string, lines: readonly string[], count: number): string[] =>
  count === 0 ? [] : ['', `<details><summary>${title}</summary>`, '', ...lines, '', '</details>']

const tableOf = (groups: readonly ChangeGroup[]): string[] => [
  '| change | events | example |',
  '|---|---|---|',
  ...groups.map((group) => {
    const [example] = group.examples
    const cells = [
      changeInWords(group),
      `${group.events}`,
      example === undefined ? '' : exampleInWords(group, example, named),
    ]
    return `| ${cells.map(escapedMarkdown).join(' | ')} |`
  }),
]

/** A text that Markdown shows as it is. */
export const escapedMarkdown = (text: string): string => text.replace(/[\\`*_<>[\]|]/g, '\\$&').replace(/\s+/g, ' ')

/** What changes, and for the records of which rule. */
export function changeInWords({ rule, kind, what, path }: ChangeGroup): string {
  const of = rule === null ? 'without a rule' : `of ${rule}`
  const name = path === '' ? 'the whole value' : path
  switch (kind) {
    case 'appears':
      return `records ${of} appear`
    case 'vanishes':
      return `records ${of} vanish`
    case 'outcome':
      return `another outcome ${of}`
    case 'header':
    case 'field':
      return `${kind === 'header' ? 'header' : 'field'} ${name} ${of}: ${whatInWords[what ?? 'value']}`
    default:
      return `another ${kind} ${of}`
  }
}

const whatInWords: Record<string, string> = {
  added: 'new',
  gone: 'gone',
  type: 'another type',
  value: 'another value',
  order: 'the same fields in another order',
}

type Example = ChangeGroup['examples'][number]

export function exampleInWords({ what }: ChangeGroup, { index, at, before, after }: Example, show = shown): string {
  const event = at ?? `event ${index + 1}`
  if (what === 'order') return event
  if (what === 'added') return `${event}: ${show(after)}`
  if (what === 'gone') return `${event}: was ${show(before)}`
  return `${event}: ${show(before)} → ${show(after)}`
}

const maxShown = 80

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text
}

/** Personal data by its kind: a comment stays where everybody can read it. */
const named = (value: unknown): string =>
  shown(JSON.parse(JSON.stringify(value ?? null), (_, inner: unknown) => personalKind(inner) ?? inner))

export const problemInWords = ({ code, cause }: Problem) => `${code}: ${cause}`

export const unlistedInWords = ({ unlisted }: Comparison): string[] =>
  unlisted === 0 ? [] : [`${unlisted} more changes are not listed.`]

/** A comparison in one sentence. */
export function comparisonInWords({ events, same, changed, records, bytes, isBreaking }: Comparison): string {
  if (changed === 0) return `${events} events, all records as before.`
  const counts = `${changed} of ${events} events change, ${same} stay as they are`
  const sums = `records ${records.before} → ${records.after}, bytes of values ${bytes.before} → ${bytes.after}`
  return `${counts}; ${sums}${isBreaking ? '; breaking' : ''}.`
}
