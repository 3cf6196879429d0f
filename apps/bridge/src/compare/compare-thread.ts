import { parentPort, workerData } from 'node:worker_threads'
import { createEventRunner } from '../code/event-runner.ts'
import { comparePortions, type Sides } from './compare-portions.ts'
import type { EventPortion } from './event-portion.ts'

/** A portion to compare, or the end. */
export type ToThread = EventPortion | null

const work = comparePortions(workerData as Sides, createEventRunner(), false)
let turn: Promise<unknown> = Promise.resolve()

/** Each message has one answer, in their order: of a portion what was read of it, of `null` the result. */
parentPort?.on('message', (portion: ToThread) => {
  turn = turn.then(async () => parentPort?.postMessage(portion === null ? await end() : await work.add(portion)))
})

async function end() {
  await work.close()
  return work.result()
}
