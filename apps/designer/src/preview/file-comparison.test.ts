import { readFlow } from '@mapping-designer/mapping-engine'
import { aFlow } from '@mapping-designer/mapping-engine/testing'
import { beforeEach, expect, it } from 'vitest'
import type { DocumentStore } from '../document/document-state.ts'
import { createDocumentStore } from '../document/document-store.ts'
import type { ComparedFile, CompareTask } from './compare-file.ts'
import { createFileComparison, type FileComparison } from './file-comparison.ts'

/** A worker that answers when the test says so. */
class TestWorker extends EventTarget {
  isTerminated = false
  postMessage() {}
  terminate() {
    this.isTerminated = true
  }
  answer(change: Partial<ComparedFile>) {
    const data = { comparison: null, examples: [], faults: [], read: 0.5, isDone: false, ...change }
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

let workers: TestWorker[]
let document: DocumentStore
let comparison: FileComparison
beforeEach(() => {
  workers = []
  document = createDocumentStore({ clock: () => 0, newId: () => 'id', initial: { text: '{}', samples: [] } })
  comparison = createFileComparison(document, () => {
    const worker = new TestWorker()
    workers.push(worker)
    return worker as unknown as Worker
  })
})

const events = new File(['{}'], 'events.ndjson')
/** Read again for each task, as by a screen that is opened again. */
function task(change: Partial<CompareTask> = {}): CompareTask {
  const reading = readFlow(JSON.stringify(aFlow()))
  const [destination] = reading.isReadable ? reading.destinations : []
  if (destination === undefined) throw new Error('The flow has no destination.')
  return {
    before: { destination, runsCode: false },
    after: { destination, runsCode: false },
    now: 0,
    file: events,
    ...change,
  }
}
const run = () => comparison.store.getState().run

it('goes on while other screens are shown, and is there as it ended', () => {
  comparison.show(task())
  comparison.leave()
  workers[0]?.answer({ examples: [[3, '{"name":"order complete"}']] })
  comparison.show(task({ now: 600_000 }))
  expect(run()).toMatchObject({ state: 'running', answer: { read: 0.5 } })
  workers[0]?.answer({ isDone: true, read: 1 })
  comparison.leave()
  comparison.show(task())
  expect(run()).toMatchObject({ state: 'done', texts: new Map([[3, '{"name":"order complete"}']]) })
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true])
})

it('stays stopped with what is known', () => {
  comparison.show(task())
  workers[0]?.answer({})
  comparison.stop()
  comparison.leave()
  comparison.show(task())
  expect(run()).toMatchObject({ state: 'stopped', answer: { read: 0.5 } })
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true])
})

it('begins again where something else is compared', () => {
  comparison.show(task())
  comparison.show(task({ file: new File(['{}'], 'events.ndjson') }))
  const { before } = task()
  comparison.show(task({ after: { ...before, runsCode: true } }))
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, false])
  expect(run()).toMatchObject({ state: 'running', answer: null })
})

it('ends where the flow is changed on another screen', () => {
  comparison.show(task())
  document.getState().actions.setText('{ }', 'an edit')
  expect(run()).toMatchObject({ state: 'running' })
  comparison.leave()
  document.getState().actions.setText('{  }', 'an edit')
  expect(run()).toBeNull()
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true])
})
