import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { AddedPortion, ComparedSides, Comparison, EventPortion } from '@mapping-designer/mapping-engine'
import type { ToThread } from './compare-thread.ts'

// A source file in the repository, a bundle in the package.
const module = new URL(`compare-thread${extname(import.meta.url)}`, import.meta.url)

/** Portions that a thread has at a time: one is compared, and the next one is there when that is done. */
const maxHeld = 2
const maxThreads = 8
/** MB; without them the garbage of a million events is kept until the machine runs short. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 }

/** Threads that compare portions side by side. `add` resolves when there is room for the next portion. */
export function compareInThreads(
  sides: ComparedSides,
  merge: (part: Comparison) => void,
  onAdded: (added: AddedPortion) => void,
) {
  const threads = Array.from({ length: Math.min(availableParallelism(), maxThreads) }, () => openThread(sides))
  let failure: unknown
  return {
    async add(portion: EventPortion): Promise<void> {
      const [free] = threads.toSorted((one, other) => one.held.size - other.held.size)
      if (free === undefined) return
      const answer = free.add(portion).then(onAdded, (error: unknown) => {
        failure ??= error
      })
      free.held.add(answer)
      void answer.then(() => free.held.delete(answer))
      if (threads.every(({ held }) => held.size >= maxHeld))
        await Promise.race(threads.flatMap(({ held }) => [...held]))
      if (failure !== undefined) throw failure
    },
    /** Waits for all portions and adds what came of them. */
    async finish(): Promise<void> {
      await Promise.all(threads.flatMap(({ held }) => [...held]))
      if (failure !== undefined) throw failure
      for (const thread of threads) merge(await thread.result())
    },
    close: () => Promise.all(threads.map((thread) => thread.close())),
  }
}

interface Thread {
  held: Set<Promise<unknown>>
  add(portion: EventPortion): Promise<AddedPortion>
  result(): Promise<Comparison>
  close(): Promise<unknown>
}

function openThread(sides: ComparedSides): Thread {
  const worker = new Worker(module, { workerData: sides, resourceLimits })
  const waiting: { resolve(answer: unknown): void; reject(error: unknown): void }[] = []
  worker.on('message', (answer: unknown) => waiting.shift()?.resolve(answer))
  const fail = (error: unknown) => {
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('A thread that compares has ended.')))
  const ask = <T>(message: ToThread) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ resolve: (answer) => resolve(answer as T), reject })
      worker.postMessage(message)
    })
  return {
    held: new Set(),
    add: (portion) => ask<AddedPortion>(portion),
    result: () => ask<Comparison>(null),
    close: () => worker.terminate(),
  }
}
