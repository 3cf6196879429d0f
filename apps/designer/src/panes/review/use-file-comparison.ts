import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useDesigner } from '../../designer/designer-context.tsx'
import type { FileRun } from '../../preview/file-comparison.ts'
import { formatCount, plural } from '../../ui/format.ts'
import { type CompareWork, type Runnable, useFlowChanges } from './use-comparison.ts'

export interface FileWork extends CompareWork {
  faults: readonly string[]
  state: FileRun['state']
  /** Of the file, between 0 and 1. */
  read: number
  stop(): void
}

/** What the events of a file come to on both sides; a worker compares them, and what is known so far is there at once. */
export function useFileComparison(before: Runnable, after: Runnable, file: File): FileWork {
  const { fileComparison } = useDesigner()
  const run = useRun(before, after, file)
  const changes = useFlowChanges(before, after)
  const { faults = [], read = 0, comparison = null } = run?.answer ?? {}
  return {
    over: `${plural(comparison?.events ?? 0, 'event')} of ${file.name}`,
    sampleAt(index) {
      const text = run?.texts.get(index)
      const title = `number ${formatCount(index + 1)} of ${file.name}`
      return text === undefined ? undefined : { id: `${file.name} ${index}`, title, text }
    },
    comparison,
    changes,
    faults: run?.failure ? [...faults, run.failure] : faults,
    state: run?.state ?? 'running',
    read,
    stop: fileComparison.stop,
  }
}

function useRun({ destination: old, plan: oldPlan }: Runnable, { destination, plan }: Runnable, file: File) {
  const { document, fileComparison, view } = useDesigner()
  const { run } = useStore(fileComparison.store)
  const [ranOld, runs] = [oldPlan.runsCode, plan.runsCode]
  useEffect(() => {
    fileComparison.show({
      before: { destination: old, runsCode: ranOld },
      after: { destination, runsCode: runs },
      now: document.getState().now,
      file,
    })
  }, [document, fileComparison, old, ranOld, destination, runs, file])
  useEffect(
    () => () => {
      const { screen, reviewTab } = view.getState()
      // Something else is compared, or nothing can be.
      if (screen === 'review' && reviewTab === 'compare') fileComparison.cancel()
      fileComparison.leave()
    },
    [fileComparison, view],
  )
  return run?.task.file === file ? run : null
}
