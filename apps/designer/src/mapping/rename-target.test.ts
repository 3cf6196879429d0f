import { expect, test } from 'vitest'
import { editedRules, renameTargetEdits } from './rename-target.ts'
import { listRules } from './rule-list.ts'

test('a field of the mapped data gets its new name wherever it is mapped, except beside a field of that name', () => {
  const config = {
    data: { map: { id: 'data.id' } },
    mapping: {
      order: {
        complete: [{ condition: '$code:() => true', data: { map: { a: 'x', id: 'data.id', b: 'y' } } }, { data: {} }],
        refund: { data: { map: { id: 'data.id', number: 'data.number' } } },
        view: { data: { map: { nested: { map: { id: 'data.id' } } } } },
      },
      page: { view: { data: { map: { id: { key: 'data.path' } } } } },
    },
  }
  const rules = listRules(config.mapping)
  const { edits, taken } = renameTargetEdits(config, rules, ['data', 'map'], { from: 'id', to: 'number' })
  expect(edits).toEqual([
    { place: ['data', 'map'], value: { number: 'data.id' } },
    { place: ['mapping', 'order', 'complete', 0, 'data', 'map'], value: { a: 'x', number: 'data.id', b: 'y' } },
    { place: ['mapping', 'page', 'view', 'data', 'map'], value: { number: { key: 'data.path' } } },
  ])
  expect(taken).toBe(1)
  expect(Object.keys(edits[1]?.value ?? {})).toEqual(['a', 'number', 'b'])
  expect(editedRules(edits, rules)).toBe('2 rules and the destination')
})
