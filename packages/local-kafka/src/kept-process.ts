import { type ChildProcess, spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

// A source file in the repository, a bundle in the package.
const keeper = fileURLToPath(new URL(`keep-child${extname(import.meta.url)}`, import.meta.url))

/** Characters of the output that are kept: what explains an end may stand far above it. */
const maxOutput = 100_000

/** A process that ends with this one, even if this one crashes. */
export interface KeptProcess {
  /** Settles when it has ended; the last lines of its output tell why. */
  ended: Promise<string>
  end(): Promise<void>
  /** Passes a signal on to the command; the process stays kept. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

/** Starts the command; with a `lock`, the path of a file, it ends at once while another process holds that. */
export function keepProcess(command: string, args: string[], { lock = '' } = {}): KeptProcess {
  const all = [keeper, lock, command, ...args]
  const child: ChildProcess = spawn(process.execPath, all, { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-maxOutput)
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  // The keeper may be gone already when it is told to end.
  child.stdin?.on('error', () => {})
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(output)))
  return {
    ended,
    async end() {
      child.stdin?.end()
      await ended
    },
    signal(name) {
      child.stdin?.write(`${name}\n`)
    },
  }
}
