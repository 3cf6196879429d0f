import { parentPort, workerData } from 'node:worker_threads'
import { type ComparedSides, comparePortions, type EventPortion } from '@mapping-designer/mapping-engine'
import { createEventRunner } from '../code/event-runner.ts'

/** A portion to compare, or the end. */
export type ToThread = EventPortion | null

const runner = createEventRunner()
const work = comparePortions(workerData as ComparedSides, runner, false)
let turn: Promise<unknown> = Promise.resolve()

/** Each message has one answer, in their order: of a portion what was read of it, of `null` the result. */
parentPort?.on('message', (portion: ToThread) => {
  turn = turn.then(async () => parentPort?.postMessage(portion === null ? await end() : await work.add(portion)))
})

async function end() {
  await runner.close()
  return work.result()
}
