import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { explainError } from '../kafka/explain-error.ts'
import type { FromThread, ToThread } from './partition-thread.ts'
import type { InputPartition, RunPlan, RunReport } from './run-options.ts'

// A source file in the repository, a bundle in the package.
const module = new URL(`partition-thread${extname(import.meta.url)}`, import.meta.url)

/** Threads that map whole partitions, from the fetch to the commit, each with clients of its own: they exchange nothing. */
export interface PartitionThreads {
  /** Maps a partition until the signal, in the thread that has the fewest; resolves early where that thread ends. */
  mapPartition(input: InputPartition, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Starts threads as partitions come, `count` at most. */
export function partitionThreads(plan: RunPlan, count: number, report: RunReport): PartitionThreads {
  const threads = new Set<Thread>()
  const start = (): Thread => {
    const thread = startThread(plan, report, () => threads.delete(thread))
    threads.add(thread)
    return thread
  }
  return {
    mapPartition(input, signal) {
      const [leastBusy] = [...threads].sort((one, other) => one.busy() - other.busy())
      const isFree = leastBusy?.busy() === 0
      const thread = leastBusy === undefined || (!isFree && threads.size < count) ? start() : leastBusy
      return thread.map(input, signal)
    },
    close: async () => void (await Promise.all([...threads].map((thread) => thread.end()))),
  }
}

interface Thread {
  /** How many partitions it maps. */
  busy(): number
  map(input: InputPartition, signal: AbortSignal): Promise<void>
  end(): Promise<unknown>
}

function startThread(plan: RunPlan, { onWritten, onTrouble }: RunReport, onExit: () => void): Thread {
  const worker = new Worker(module, { workerData: plan })
  const settle = new Map<number, () => void>()
  const send = (message: ToThread) => worker.postMessage(message)
  const settled = (partition: number) => {
    settle.get(partition)?.()
    settle.delete(partition)
  }
  worker.on('message', (message: FromThread) => {
    switch (message.kind) {
      case 'written':
        return onWritten(message.change)
      case 'trouble':
        return onTrouble(message.sentence)
      case 'done':
        return settled(message.partition)
    }
  })
  worker.on('error', (error) => {
    onTrouble(`A thread has ended, and its partitions begin again: ${explainError(error, []).message}`)
  })
  worker.on('exit', () => {
    onExit()
    for (const partition of settle.keys()) settled(partition)
  })
  return {
    busy: () => settle.size,
    map: (input, signal) =>
      new Promise((resolve) => {
        settle.set(input.partition, resolve)
        send({ kind: 'start', input })
        signal.addEventListener('abort', () => send({ kind: 'stop', partition: input.partition }), { once: true })
      }),
    end: () => worker.terminate(),
  }
}
