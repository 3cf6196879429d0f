import type { JsonValue } from '@mapping-designer/shared-types'
import { expect, it } from 'vitest'
import { applyFlowEdits } from '../document/flow-edit.ts'
import { listFields, siblingsOf } from './mapping-fields.ts'
import { copyEdits, duplicateEdit, moveEdit, removeEdits, renameEdit, reorderEdit, rowsBeside } from './row-edits.ts'

const start: JsonValue = { map: { a: 'data.a', b: ['data.b', 'data.c'], d: { value: 1 } } }
const rows = listFields(start, ['data'], { event: {}, collector: {}, notes: null })
const row = (name: string, depth = 0) => {
  const found = rows.find((one) => one.name === name && one.depth === depth)
  if (found === undefined) throw new Error(`There is no row ${name}.`)
  return { field: found, siblings: siblingsOf(found, rows) }
}
/** The data after an edit; the order of its names counts. */
const after = (edit: ReturnType<typeof moveEdit>) =>
  edit === null ? null : JSON.parse(applyFlowEdits(JSON.stringify({ data: start }), [edit])).data.map
const namesAfter = (edit: ReturnType<typeof moveEdit>) => Object.keys(after(edit))

it('moves a row among those beside it, and not past the ends', () => {
  const { field, siblings } = row('b')
  expect(namesAfter(moveEdit([field], siblings, -1))).toEqual(['b', 'a', 'd'])
  expect(namesAfter(moveEdit([field], siblings, 1))).toEqual(['a', 'd', 'b'])
  expect(moveEdit([row('a').field], siblings, -1)).toBeNull()
  expect(moveEdit([row('d').field], siblings, 1)).toBeNull()
})

it('moves the entries of a list among themselves', () => {
  const { field, siblings } = row('2', 1)
  expect(after(moveEdit([field], siblings, -1))).toEqual({ a: 'data.a', b: ['data.c', 'data.b'], d: { value: 1 } })
})

it('drops a row right before or after another one', () => {
  const { field, siblings } = row('d')
  expect(namesAfter(reorderEdit(field, row('a').field, 'before', siblings))).toEqual(['d', 'a', 'b'])
  expect(namesAfter(reorderEdit(field, row('a').field, 'after', siblings))).toEqual(['a', 'd', 'b'])
})

it('renames a row in its place, but to no name that is empty or taken', () => {
  const { field, siblings } = row('b')
  expect(after(renameEdit(field, siblings, 'z'))).toEqual({ a: 'data.a', z: ['data.b', 'data.c'], d: { value: 1 } })
  expect(namesAfter(renameEdit(field, siblings, 'z'))).toEqual(['a', 'z', 'd'])
  for (const name of ['', 'a', 'b']) expect(renameEdit(field, siblings, name)).toBeNull()
})

it('duplicates a row right below, and removes one', () => {
  const { field, siblings } = row('a')
  expect(namesAfter(duplicateEdit(field, siblings, 'a_2'))).toEqual(['a', 'a_2', 'b', 'd'])
  expect(namesAfter(removeEdits([field])[0] ?? null)).toEqual(['b', 'd'])
})

it('moves several rows as one block, each past those that stay', () => {
  const beside = rowsBeside({ data: start }, ['data', 'map', 'a'])
  const [a, b, d] = beside
  if (!a || !b || !d) throw new Error('There are three rows.')
  expect(namesAfter(moveEdit([a, b], beside, 1))).toEqual(['d', 'a', 'b'])
  expect(namesAfter(moveEdit([b, d], beside, -1))).toEqual(['b', 'd', 'a'])
  expect(namesAfter(moveEdit([a, d], beside, -1))).toEqual(['a', 'd', 'b'])
  expect(moveEdit([a, b], beside, -1)).toBeNull()
})

it('removes several entries of a list, and the others keep what they are', () => {
  const data = ['data.a', 'data.b', 'data.c']
  const beside = rowsBeside({ data }, ['data', 0])
  const text = applyFlowEdits(JSON.stringify({ data }), removeEdits(beside.slice(0, 2)))
  expect(JSON.parse(text)).toEqual({ data: ['data.c'] })
})

it('copies rows into the map of another rule, where it has one or no data', () => {
  const some = rowsBeside({ data: start }, ['data', 'map', 'a']).slice(0, 2)
  const copied = (data?: JsonValue) => {
    const edits = copyEdits(some, data, ['data'])
    return edits && JSON.parse(applyFlowEdits(JSON.stringify({ data }), edits)).data
  }
  const both = { a: 'data.a', b: ['data.b', 'data.c'] }
  expect(copied()).toEqual({ map: both })
  expect(copied({ map: { a: 'old', z: 'data.z' } })).toEqual({ map: { ...both, z: 'data.z' } })
  expect(copied('data.id')).toBeNull()
})
