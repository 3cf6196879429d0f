import { parentPort, workerData } from 'node:worker_threads'
import { loadClient } from '../kafka/load-client.ts'
import type { InputPartition, RunPlan, Written } from './run-options.ts'

await loadClient()
const { mapPartition } = await import('./map-partition.ts')
const { openRun } = await import('./open-run.ts')

export type ToThread = { kind: 'start'; input: InputPartition } | { kind: 'stop'; partition: number }
export type FromThread =
  | { kind: 'written'; change: Readonly<Written> }
  | { kind: 'trouble'; sentence: string }
  | { kind: 'done'; partition: number }

const say = (message: FromThread) => parentPort?.postMessage(message)
const { options } = openRun(workerData as RunPlan, {
  onWritten: (change) => say({ kind: 'written', change }),
  onTrouble: (sentence) => say({ kind: 'trouble', sentence }),
})
const stops = new Map<number, AbortController>()

parentPort?.on('message', async (message: ToThread) => {
  if (message.kind === 'stop') return stops.get(message.partition)?.abort()
  const stop = new AbortController()
  const { partition } = message.input
  stops.set(partition, stop)
  await mapPartition(options, message.input, stop.signal)
  say({ kind: 'done', partition })
})
