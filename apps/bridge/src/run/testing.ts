import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '@mapping-designer/shared-types'

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
