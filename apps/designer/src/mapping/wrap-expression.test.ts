import { expect, it } from 'vitest'
import { wrapExpression } from './wrap-expression.ts'

it.each([
  ['data.total > 1000', '({ data }) => data.total > 1000'],
  ['data.total > user.limit', '({ data, user }) => data.total > user.limit'],
  ['(data.id ?? id) !== null', '({ data, id }) => (data.id ?? id) !== null'],
  ['(event) => event.data.total > 1000', null],
  ['async ({ data }) => data.total', null],
  ['function (event) { return event.data.total }', null],
  ['checks.data', null],
  ["'data'", null],
  ['', null],
])('%s is written as %s', (code, wrapped) => {
  expect(wrapExpression(code)).toBe(wrapped)
})
