import { useEffect, useState } from 'react'
import { useDesigner } from '../../designer/designer-context.tsx'
import type { Sample } from '../../document/sample.ts'
import type { ComparedFile, CompareTask } from '../../preview/compare-file.ts'
import CompareWorker from '../../preview/compare-worker.ts?worker'
import { formatCount, plural } from '../../ui/format.ts'
import { type CompareWork, type Runnable, useFlowChanges } from './use-comparison.ts'

export interface FileWork extends CompareWork {
  faults: readonly string[]
  state: 'running' | 'stopped' | 'done'
  /** Of the file, between 0 and 1. */
  read: number
  stop(): void
}

type Run = Pick<FileWork, 'state' | 'stop'> & {
  of: CompareTask['file']
  samples: ReadonlyMap<number, Sample>
  answer: ComparedFile | null
  failure: string | null
}

/** What the events of a file come to on both sides; a worker compares them, and what is known so far is there at once. */
export function useFileComparison(before: Runnable, after: Runnable, file: File): FileWork {
  const run = useRun(before, after, file)
  const changes = useFlowChanges(before, after)
  const answer = run?.answer
  const { faults = [], read = 0, comparison = null } = answer ?? {}
  return {
    over: `${plural(comparison?.events ?? 0, 'event')} of ${file.name}`,
    sampleAt: (index) => run?.samples.get(index),
    comparison,
    changes,
    faults: run?.failure ? [...faults, run.failure] : faults,
    state: run?.state ?? 'running',
    read,
    stop: () => run?.stop(),
  }
}

function useRun({ destination: old, plan: oldPlan }: Runnable, { destination, plan }: Runnable, file: File) {
  const { document } = useDesigner()
  const [run, setRun] = useState<Run | null>(null)
  const [ranOld, runs] = [oldPlan.runsCode, plan.runsCode]
  useEffect(() => {
    const worker = new CompareWorker()
    const samples = new Map<number, Sample>()
    const end = (state: Run['state'], failure: string | null = null) => {
      worker.terminate()
      setRun((known) => known && { ...known, state, failure })
    }
    setRun({ of: file, samples, answer: null, failure: null, state: 'running', stop: () => end('stopped') })
    worker.addEventListener('message', ({ data }: MessageEvent<ComparedFile>) => {
      for (const [index, text] of data.examples) samples.set(index, sampleOf(file, index, text))
      setRun((known) => known && { ...known, answer: data })
      if (data.isDone) end('done')
    })
    worker.addEventListener('error', ({ message }) => end('stopped', `The comparison ended: ${message}`))
    const task: CompareTask = {
      before: { destination: old, runsCode: ranOld },
      after: { destination, runsCode: runs },
      now: document.getState().now,
      file,
    }
    worker.postMessage(task)
    return () => worker.terminate()
  }, [document, old, ranOld, destination, runs, file])
  return run?.of === file ? run : null
}

function sampleOf({ name }: File, index: number, text: string): Sample {
  return { id: `${name} ${index}`, title: `number ${formatCount(index + 1)} of ${name}`, text }
}
