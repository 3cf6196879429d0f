import { styleText } from 'node:util'
import {
  type ChangeGroup,
  type Comparison,
  changeInWords,
  comparisonInWords,
  exampleInWords,
  problemInWords,
  unlistedInWords,
} from '@mapping-designer/mapping-engine'

/** A comparison for people: what changes, the breaking changes first, each with an example. */
export function comparisonForPeople(comparison: Comparison): string {
  const rows = comparison.groups.flatMap((group) => {
    const mark = group.isBreaking ? styleText('red', 'breaking') : styleText('dim', 'change  ')
    return [
      `${mark}  ${changeInWords(group)} ${styleText('dim', `· ${whereOf(group)}`)}`,
      ...group.examples.slice(0, 1).map((example) => styleText('dim', `            ${exampleInWords(group, example)}`)),
    ]
  })
  const problems = [
    ...comparison.problems.comes.map((one) => `${styleText('red', '+ problem')}  ${problemInWords(one)}`),
    ...comparison.problems.goes.map((one) => `${styleText('green', '- problem')}  ${problemInWords(one)}`),
  ]
  return `${[...rows, ...problems, ...unlistedInWords(comparison), comparisonInWords(comparison)].join('\n')}\n`
}

const whereOf = ({ events }: ChangeGroup) => (events === 1 ? '1 event' : `${events} events`)
