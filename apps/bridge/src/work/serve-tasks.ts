import { flushCompileCache } from 'node:module'
import { Worker } from 'node:worker_threads'

/** What a process of a work pool says. */
export type FromProcess<Answer> = { kind: 'ready' } | { kind: 'answer'; answer: Answer } | { kind: 'done' }

/** Answers the tasks of the process that forked this one, and ends with it. */
export function serveTasks<Task, Answer>(
  work: (task: Task, answer: (answer: Answer) => Promise<void>) => Promise<void>,
): void {
  process.on('message', async (task: Task) => {
    await work(task, (answer) => say({ kind: 'answer', answer }))
    await say({ kind: 'done' })
  })
  process.on('disconnect', () => process.exit())
  endWithParent()
  giveUpRights()
  void say({ kind: 'ready' })
}

/** Keeps what was compiled for the next process. From here on nothing that a task brings along writes a file or starts a thread. */
function giveUpRights(): void {
  if (process.env['NODE_COMPILE_CACHE'] === undefined) return
  flushCompileCache()
  delete process.env['NODE_COMPILE_CACHE']
  const { permission } = process as unknown as { permission: { drop(right: string): void } }
  permission.drop('fs.write')
  permission.drop('worker')
}

/** Resolves when it was handed over, so that what is said is bounded and comes in time. */
function say<Answer>(message: FromProcess<Answer>): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()))
}

/** A loop that never returns keeps the process from noticing that nobody listens any more; a thread notices. */
function endWithParent(): void {
  const watch = `
    const parent = process.ppid
    setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1_000)
  `
  new Worker(watch, { eval: true }).unref()
}
