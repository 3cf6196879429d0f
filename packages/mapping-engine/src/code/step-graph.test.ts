import { expect, it } from 'vitest'
import { createStepGraph } from './step-graph.ts'

it('brings lists and objects to what they are on the other side: holes, named members, prototypes, shared parts', () => {
  const [here, there] = [createStepGraph(1), createStepGraph(-1)]
  const event = { list: [1, 2, 3], data: { id: 'e-1' } }
  const [copy] = there.decode(here.encode([event])) as (typeof event & Record<string, unknown>)[]
  if (copy === undefined) throw new Error('No copy')
  delete copy.list[1]
  Object.assign(copy.list, { named: copy.data })
  Object.setPrototypeOf(copy.data, { inherited: 1 })
  Object.assign(copy, { bare: Object.create(null) })
  here.decode(there.encode([copy]))
  expect(Object.entries(event.list)).toEqual([
    ['0', 1],
    ['2', 3],
    ['named', { id: 'e-1' }],
  ])
  expect(event.list).toHaveProperty('named', event.data)
  expect(event.data).toHaveProperty('inherited', 1)
  expect(Object.getPrototypeOf(Reflect.get(event, 'bare'))).toBe(null)

  Object.setPrototypeOf(copy.data, Object.prototype)
  Reflect.deleteProperty(copy.list, 'named')
  here.decode(there.encode([copy]))
  expect([event.data, Object.keys(event.list)]).toEqual([{ id: 'e-1' }, ['0', '2']])
  expect(event.data).not.toHaveProperty('inherited')
})
