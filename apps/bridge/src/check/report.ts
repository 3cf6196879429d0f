import { styleText } from 'node:util'
import type { ExampleDifference } from '@mapping-designer/mapping-engine/examples'
import { formatPlace, type JsonValue, type Problem } from '@mapping-designer/shared-types'
import { describeCheck } from '../genuine/genuine-runner.ts'
import type { CheckedFile, HeldPromise } from './check-file.ts'

export interface CheckCount {
  passed: number
  failed: number
}

/** Examples, promises and files that passed and failed; an error of a file counts as one. */
export function countChecks(files: readonly CheckedFile[]): CheckCount {
  const destinations = files.flatMap((file) => file.destinations)
  const examples = destinations.flatMap((one) => one.examples)
  const promises = destinations.flatMap((one) => one.promises ?? [])
  const kept = promises.filter(({ breaks }) => breaks.length === 0).length
  const passed = examples.filter(({ status }) => status === 'passed').length + kept
  const broken = files.filter(({ error }) => error !== null).length
  return { passed, failed: examples.length + promises.length - passed + broken }
}

/**
 * What a check found, for people: a line for each example, and below it what is not as expected. It has colours where
 * standard output is a screen that has them.
 */
export function reportForPeople(files: readonly CheckedFile[]): string {
  const lines: string[] = []
  for (const { path, error, destinations } of files) {
    if (error !== null) lines.push(styleText('bold', path), `  ${styleText('red', '✗')} ${error}`, '')
    for (const { flow, destination, examples, problems, promises = [] } of destinations) {
      if (examples.length === 0 && problems.length === 0) continue
      lines.push(`${styleText('bold', path)} ${styleText('dim', `${flow}/${destination}`)}`)
      lines.push(...problems.flatMap((problem) => problemRows(problem, flow)))
      for (const { status, title, name, reason, rule, differences, genuine } of examples) {
        const mark = status === 'passed' ? styleText('green', '✓') : styleText('red', '✗')
        lines.push(`  ${mark} ${title}${title === name ? '' : styleText('dim', ` (${name})`)}`)
        if (status === 'passed' && genuine?.verdict === 'not-proven')
          lines.push(styleText('dim', `      ${describeCheck(genuine)}`))
        if (status === 'passed') continue
        if (rule !== null) lines.push(styleText('dim', `      rule ${rule}`))
        if (reason !== undefined) lines.push(`      ${reason}`)
        lines.push(...differenceRows(differences))
      }
      lines.push(...promises.flatMap(promiseRows), '')
    }
  }
  const { passed, failed } = countChecks(files)
  lines.push(`${passed} passed, ${failed} failed`)
  return `${lines.join('\n')}\n`
}

function promiseRows({ sentence, breaks }: HeldPromise): string[] {
  if (breaks.length === 0) return [`  ${styleText('green', '✓')} ${sentence}`]
  return breaks.map((one) => `  ${styleText('red', '✗')} ${one}`)
}

function problemRows({ severity, cause, place }: Problem, flow: string): string[] {
  const at = styleText('dim', `      at ${formatPlace(['flows', flow, ...place])}`)
  return [`  ${severity}: ${cause}`, at]
}

function differenceRows(differences: readonly ExampleDifference[]): string[] {
  const width = Math.max(0, ...differences.map(({ path }) => path.length))
  return differences.flatMap(({ path, expected, actual, note }) => [
    `      ${path.padEnd(width)}  ${styleText('red', `- ${shown(expected)}`)}`,
    `      ${' '.repeat(width)}  ${styleText('green', `+ ${shown(actual)}`)}`,
    ...(note === undefined ? [] : [`      ${' '.repeat(width)}  ${styleText('dim', note)}`]),
  ])
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** The same as data. */
export function reportAsJson(files: readonly CheckedFile[]): string {
  const shownFiles = files.map(({ path, error, destinations }) => ({
    path,
    ...(error !== null && { error }),
    problems: destinations.flatMap(({ flow, destination, problems }) =>
      problems.map(({ code, severity, cause, place }) => ({
        ...{ flow, destination, code, severity, cause },
        place: formatPlace(['flows', flow, ...place]),
      })),
    ),
    ...(destinations.some(({ promises }) => promises) && {
      promises: destinations.flatMap(({ flow, destination, promises = [] }) =>
        promises.map((promise) => ({ flow, destination, ...promise })),
      ),
    }),
    examples: destinations.flatMap(({ flow, destination, examples }) =>
      examples.map(({ name, title, status, reason, rule, differences, genuine }) => ({
        flow,
        destination,
        name,
        title,
        status,
        rule,
        ...(reason !== undefined && { reason }),
        differences,
        ...(genuine && { genuine }),
      })),
    ),
  }))
  return `${JSON.stringify({ files: shownFiles, ...countChecks(files) })}\n`
}

/** The same as JUnit writes it: a suite for each destination, a case for each example. */
export function reportAsJunit(files: readonly CheckedFile[]): string {
  const { passed, failed } = countChecks(files)
  const suites = files.flatMap(({ path, error, destinations }) => [
    ...(error === null ? [] : [suite(path, [failedCase(path, path, error)], 1)]),
    ...destinations.map(({ flow, destination, examples, promises = [] }) => {
      const name = `${path} ${flow}/${destination}`
      const cases = examples.map(({ status, title, reason, differences }) => {
        if (status === 'passed') return `    <testcase classname=${attribute(name)} name=${attribute(title)}/>`
        const rows = differences.map(
          ({ path: at, expected, actual }) => `${at}: expected ${shown(expected)}, got ${shown(actual)}`,
        )
        return failedCase(name, title, [reason, ...rows].filter((row) => row !== undefined).join('\n'))
      })
      const held = promises.map(({ sentence, breaks }) =>
        breaks.length === 0
          ? `    <testcase classname=${attribute(name)} name=${attribute(sentence)}/>`
          : failedCase(name, sentence, breaks.join('\n')),
      )
      const failed = [
        ...examples.map(({ status }) => status === 'passed'),
        ...promises.map(({ breaks }) => breaks.length === 0),
      ]
      return suite(name, [...cases, ...held], failed.filter((isPassed) => !isPassed).length)
    }),
  ])
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${passed + failed}" failures="${failed}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(name: string, cases: readonly string[], failures: number): string {
  return [
    `  <testsuite name=${attribute(name)} tests="${cases.length}" failures="${failures}">`,
    ...cases,
    '  </testsuite>',
  ].join('\n')
}

function failedCase(suiteName: string, name: string, text: string): string {
  const [first = ''] = text.split('\n')
  return [
    `    <testcase classname=${attribute(suiteName)} name=${attribute(name)}>`,
    `      <failure message=${attribute(first)}>${escapeXml(text)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

function attribute(text: string): string {
  return `"${escapeXml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`
}

// What XML 1.0 cannot hold at all is shown as a question mark.
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
