import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '@mapping-designer/shared-types'
import { createRateLimit } from '../deliver/rate.ts'
import { sharedTransactions } from '../kafka/shared-transactions.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { createEventReader } from '../reading/event-reader.ts'
import { begunNote } from './begun-note.ts'
import { mapPartition } from './map-partition.ts'
import type { RunOptions } from './run-options.ts'
import { runWorker } from './run-worker.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** A worker in a process of its own, as people start it. */
export interface WorkerProcess {
  child: ChildProcess
  /** What it has said so far. */
  said(): string
  /** Its exit code, null where a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts workers that keep their notes in a folder of the test; `endAll` also where a test failed. */
export function workerProcesses(variables: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'run-'))
  const workers = new Set<WorkerProcess>()
  return {
    start(flow: JsonObject, args: readonly string[]): WorkerProcess {
      const file = join(folder, `${crypto.randomUUID()}.json`)
      writeFileSync(file, JSON.stringify(flow))
      const child = spawn(process.execPath, [main, 'run', file, '--data', folder, ...args], {
        env: { ...process.env, PRODUCE_ENABLED: 'true', PRODUCE_TOPICS: '*', INIT_CWD: folder, ...variables },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let text = ''
      child.stderr.on('data', (bytes: Buffer) => {
        text += bytes.toString()
      })
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
      const worker: WorkerProcess = {
        child,
        said: () => text,
        end(signal) {
          child.kill(signal)
          return ended
        },
      }
      workers.add(worker)
      void ended.then(() => workers.delete(worker))
      return worker
    },
    all: (): readonly WorkerProcess[] => [...workers],
    endAll: (signal: NodeJS.Signals) => Promise.all([...workers].map((worker) => worker.end(signal))),
    cleanUp: () => rmSync(folder, { recursive: true }),
  }
}

/** A worker in this process. */
export interface RunningWorker {
  /** What it has said so far. */
  said(): string
  stop(): Promise<void>
}

/** Starts a worker whose dead letters go where they go by default; `folder` is for its notes. */
export function startWorker({
  flow,
  folder,
  ...options
}: Pick<RunOptions, 'profile' | 'runner' | 'from' | 'group'> &
  Partial<RunOptions> & { flow: JsonObject; folder: string }): RunningWorker {
  const sentences: string[] = []
  const onTrouble = (sentence: string) => sentences.push(sentence)
  const stop = new AbortController()
  const all: RunOptions = {
    rate: createRateLimit(Date.now),
    reader: createEventReader(),
    destination: destinationOf({ flow, events: [] }),
    notes: folder,
    note: begunNote(folder, options.group, onTrouble),
    write: sharedTransactions(),
    deadLetter: `${options.from}.dead-letter`,
    start: 'earliest',
    expired: undefined,
    onWritten: () => {},
    onTrouble,
    ...options,
  }
  const work = runWorker(all, (input, signal) => mapPartition(all, input, signal), stop.signal)
  return {
    said: () => sentences.join('\n'),
    async stop() {
      stop.abort()
      await work
    },
  }
}
