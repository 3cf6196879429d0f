import { expect, it } from 'vitest'
import { createDocumentStore } from './document-store.ts'

function aStore() {
  let time = 0
  let ids = 0
  const store = createDocumentStore({
    clock: () => time,
    newId: () => `id-${++ids}`,
    initial: { text: '{"a":1}', samples: [] },
  })
  return {
    store,
    actions: store.getState().actions,
    wait: (ms: number) => (time += ms),
    text: () => store.getState().text,
  }
}

it('takes back one intention with one undo, and does it again', () => {
  const { actions, wait, text, store } = aStore()
  for (const value of ['o', 'or', 'ord']) actions.edit([{ place: ['a'], value }], 'change topic', 'topic')
  wait(2_000)
  actions.edit([{ place: ['a'], value: 'orders' }], 'change topic', 'topic')
  expect(store.getState().past.map(({ label }) => label)).toEqual(['change topic', 'change topic'])
  actions.undo()
  expect(text()).toBe('{"a":"ord"}')
  actions.undo()
  expect(text()).toBe('{"a":1}')
  actions.redo()
  expect(text()).toBe('{"a":"ord"}')
})

it('forgets what could be done again once something else is done', () => {
  const { actions, store } = aStore()
  actions.setText('1', 'edit')
  actions.undo()
  actions.setText('2', 'edit')
  expect(store.getState().future).toEqual([])
})

it('selects the next sample when the selected one is deleted, and brings it back', () => {
  const { actions, store } = aStore()
  actions.addSamples(['a', 'b', 'c'].map((id) => ({ id, title: id, text: '{}' })))
  actions.selectSample('b')
  actions.removeSamples(['b'])
  expect(store.getState().selectedSample).toBe('c')
  actions.undo()
  expect(store.getState().samples.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

it('never keeps the text of one document under the file of another', () => {
  const { actions, store } = aStore()
  const file = (path: string, version: string) => ({ workspace: 'w', path, version, base: '', isWritable: true })
  actions.open({ text: '\uFEFF{"b":1}', samples: [] })
  actions.setFile(file('b.json', '1'))
  actions.edit([{ place: ['b'], value: 2 }], 'edit')
  actions.setFile(file('b.json', '2'))
  actions.undo()
  // The same file: the version that was saved last still is the one on disk.
  expect(store.getState()).toMatchObject({ text: '{"b":1}', hasBom: true, file: { path: 'b.json', version: '2' } })
  actions.undo()
  expect(store.getState()).toMatchObject({ text: '{"a":1}', hasBom: false, file: null })
  actions.redo()
  expect(store.getState()).toMatchObject({ text: '{"b":1}', hasBom: true, file: { path: 'b.json', version: '2' } })
})
