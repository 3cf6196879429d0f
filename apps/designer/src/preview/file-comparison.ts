import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentStore } from '../document/document-state.ts'
import { isSame } from '../document/is-same.ts'
import type { ComparedFile, CompareTask } from './compare-file.ts'

/** A comparison over a file of events, as far as it is. */
export interface FileRun {
  task: CompareTask
  state: 'running' | 'stopped' | 'done'
  answer: ComparedFile | null
  /** Texts of the events of its examples, by their index. */
  texts: ReadonlyMap<number, string>
  failure: string | null
}

/** Compares over a file of events in a worker, which goes on while other screens are shown. */
export interface FileComparison {
  store: StoreApi<{ run: FileRun | null }>
  /** Begins a comparison in place of another one; the same one goes on, or stays as it ended. */
  show(task: CompareTask): void
  /** It is not on screen any more: a change of the document ends it. */
  leave(): void
  /** Ends it with what is known by then. */
  stop(): void
  /** Ends it without a trace. */
  cancel(): void
}

export function createFileComparison(document: DocumentStore, startWorker: () => Worker): FileComparison {
  const store: FileComparison['store'] = createStore<{ run: FileRun | null }>()(() => ({ run: null }))
  let worker: Worker | undefined
  let isShown = false
  const change = (change: Partial<FileRun>) => store.setState(({ run }) => ({ run: run && { ...run, ...change } }))
  const end = (state: FileRun['state'], failure: string | null = null) => {
    worker?.terminate()
    worker = undefined
    change({ state, failure })
  }
  const cancel = () => {
    end('stopped')
    store.setState({ run: null })
  }
  const begin = (task: CompareTask) => {
    const texts = new Map<number, string>()
    store.setState({ run: { task, texts, answer: null, failure: null, state: 'running' } })
    worker = startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<ComparedFile>) => {
      for (const [index, text] of data.examples) texts.set(index, text)
      change({ answer: data })
      if (data.isDone) end('done')
    })
    worker.addEventListener('error', ({ message }) => end('stopped', `The comparison ended: ${message}`))
    worker.postMessage(task)
  }
  document.subscribe((now, before) => {
    if (!isShown && meanings.some((name) => now[name] !== before[name])) cancel()
  })
  return {
    store,
    show(task) {
      isShown = true
      const { run } = store.getState()
      if (run !== null && isSameTask(run.task, task)) return
      cancel()
      begin(task)
    },
    leave: () => {
      isShown = false
    },
    stop: () => end('stopped'),
    cancel,
  }
}

/** What decides what the flows on both sides mean. */
const meanings = ['text', 'savedText', 'file', 'env', 'settings', 'selectedDestination', 'isUntrusted'] as const

/** The clock of the page goes on meanwhile; that is no other comparison. */
function isSameTask(one: CompareTask, other: CompareTask): boolean {
  return one.file === other.file && isSame(one.before, other.before) && isSame(one.after, other.after)
}
