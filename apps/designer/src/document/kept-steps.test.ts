import { expect, it } from 'vitest'
import { createDocumentStore, draftOf } from './document-store.ts'

const start = () => {
  let id = 0
  return { clock: () => 0, newId: () => `id ${id++}` }
}

it('undoes and redoes after a reload what was done before it', () => {
  const samples = [{ id: 'a', title: 'a', text: '{"name":"a b"}' }]
  const before = createDocumentStore({ ...start(), initial: { text: 'one', samples } })
  before.getState().actions.setText('two', 'first')
  before.getState().actions.addSamples([{ id: 'b', title: 'b', text: '{"name":"c d"}' }])
  before.getState().actions.setText('three', 'second')
  before.getState().actions.undo()
  const draft = structuredClone(draftOf(before.getState()))

  const { getState } = createDocumentStore({ ...start(), initial: draft })
  getState().actions.redo()
  expect(getState().text).toBe('three')
  for (const _ of [1, 2]) getState().actions.undo()
  expect(getState()).toMatchObject({ text: 'two', samples })
  getState().actions.undo()
  expect(getState()).toMatchObject({ text: 'one', samples })
  expect(getState().past).toEqual([])
})

it('keeps the last steps where all are too much', () => {
  const store = createDocumentStore({ ...start(), initial: { text: 'start', samples: [] } })
  for (let step = 0; step < 30; step++)
    store.getState().actions.setText(`${step}${'x'.repeat(100_000)}`, `step ${step}`)
  const { getState } = createDocumentStore({ ...start(), initial: structuredClone(draftOf(store.getState())) })
  expect(getState().past.at(-1)?.label).toBe('step 29')
  expect(getState().past.length).toBeLessThan(12)
  getState().actions.undo()
  expect(getState().text).toMatch(/^28/)
})

it('moves the clock to now, unless it is pinned', () => {
  let now = 1_000
  const clock = () => now
  const store = createDocumentStore({ ...start(), clock, initial: { text: '', samples: [] } })
  now = 2_000
  store.getState().actions.moveClock()
  expect(store.getState().now).toBe(2_000)
  store.getState().actions.pinClock(true)
  now = 3_000
  store.getState().actions.moveClock()
  const reloaded = createDocumentStore({ ...start(), clock, initial: draftOf(store.getState()) })
  expect(reloaded.getState()).toMatchObject({ now: 2_000, isClockPinned: true })
  reloaded.getState().actions.pinClock(false)
  reloaded.getState().actions.open({ text: 'x', samples: [] })
  expect(reloaded.getState().now).toBe(3_000)
})
