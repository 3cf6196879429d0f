import { expect, test } from 'vitest'
import { type FieldNode, fieldTree, firstPathsOf, pathsOf } from './field-tree.ts'

const event = { name: 'order complete', data: { id: 'A', 'a.b': {}, items: [{ sku: 1 }, [true]] }, user: null }

test('paths are those of the tree, from the top down', () => {
  const flat = (nodes: readonly FieldNode[]): object[] =>
    nodes.flatMap(({ path, summary, children }) => [{ path, summary }, ...flat(children)])
  expect(pathsOf(event)).toEqual(flat(fieldTree(event)))
  expect(firstPathsOf(event, 3)).toEqual(pathsOf(event).slice(0, 3))
  expect(firstPathsOf(event, 100)).toEqual(pathsOf(event))
})

test('the first paths of a large event read no more of it', () => {
  let reads = 0
  const item = {
    get data() {
      reads++
      return { id: 'P-1' }
    },
  }
  const items = Array.from({ length: 2000 }, () => item)
  expect(firstPathsOf({ items }, 10)).toHaveLength(10)
  expect(reads).toBeLessThanOrEqual(4)
})
