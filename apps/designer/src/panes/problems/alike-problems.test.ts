import { expect, it } from 'vitest'
import type { FoundProblem } from '../../preview/problems.ts'
import { alikeProblems, causeOf } from './alike-problems.ts'

const aProblem = (id: string, more: Partial<FoundProblem> = {}): FoundProblem => ({
  ...{ id, code: 'key-not-string', severity: 'warning', place: ['settings', 'kafka', 'key'], cause: id, samples: [id] },
  ...more,
})
const idsOf = (problems: FoundProblem[], ...open: string[]) =>
  alikeProblems(problems, new Set(open)).map(({ problem, more }) => [problem.id, more])

it('are one row with the number of the others, and all rows where that is opened', () => {
  const problems = [aProblem('order'), aProblem('other', { code: 'x' }), aProblem('refund'), aProblem('visit')]
  expect(idsOf(problems)).toEqual([
    ['order', 2],
    ['other', 0],
  ])
  expect(idsOf(problems, causeOf(aProblem('any')))).toEqual([
    ['order', 2],
    ['refund', 0],
    ['visit', 0],
    ['other', 0],
  ])
})

it('are apart where they concern no place, or are worse', () => {
  const none = { place: [] }
  expect(idsOf([aProblem('a', none), aProblem('b', none)])).toHaveLength(2)
  expect(idsOf([aProblem('a'), aProblem('b', { severity: 'error' })])).toHaveLength(2)
})
