import { expect, it } from 'vitest'
import { allFolds, foldLines, linesOf, noFolds, toggleFold } from './json-folds.ts'
import { jsonLines } from './json-lines.ts'

const value = {
  id: 'a […],\u20032 entries',
  items: [
    { sku: 'P-1', tags: ['x', 'y'] },
    { sku: 'P-2', tags: [] },
  ],
  user: { mail: '{' },
}
const text = JSON.stringify(value, null, 2)
const shown = (folds: typeof noFolds) => foldLines(linesOf(text), folds).map((line) => line.text)

it('knows the places on the lines of a text as on those of a value', () => {
  expect(linesOf(text)).toEqual(jsonLines(value, 100).lines)
})

it('shows every line while nothing is folded, and what is folded on the line that it begins with', () => {
  expect(shown(noFolds).join('\n')).toBe(text)
  const items = toggleFold(noFolds, ['items'])
  expect(shown(items)).toEqual([
    '{',
    '  "id": "a […],\u20032 entries",',
    '  "items": […],\u20032 entries',
    '  "user": {',
    '    "mail": "{"',
    '  }',
    '}',
  ])
  expect(foldLines(linesOf(text), items).map(({ at }) => at)).toEqual([0, 1, 2, 15, 16, 17, 18])
  expect(shown(toggleFold(items, ['items'])).join('\n')).toBe(text)
})

it('folds all, and what is unfolded then shows what is in it as folded', () => {
  expect(shown(allFolds)).toEqual([
    '{',
    '  "id": "a […],\u20032 entries",',
    '  "items": […],\u20032 entries',
    '  "user": {…}\u20031 entry',
    '}',
  ])
  expect(shown(toggleFold(allFolds, ['items'])).slice(2, 6)).toEqual([
    '  "items": [',
    '    {…},\u20032 entries',
    '    {…}\u20032 entries',
    '  ],',
  ])
})
