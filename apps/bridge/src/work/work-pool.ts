import { type ChildProcess, fork } from 'node:child_process'
import type { FromProcess } from './serve-tasks.ts'

export interface PoolSettings {
  /** The module that a process runs; it calls `serveTasks`. */
  module: URL
  /** Processes at most. A caller has one of them at a time. */
  processes: number
  /** MB that the objects of a process may take. */
  heap: number
  /** ms: until a process is ready, and without an answer until it is ended. */
  limits: { start: number; silence: number }
}

export interface Work<Task, Answer> {
  /** Callers take turns. */
  caller: string
  task: Task
  onAnswer: (answer: Answer) => void
  /** Aborts when nobody wants the answers any more. */
  signal?: AbortSignal | undefined
}

/** `silent`: no answer in time. `ended`: the process is gone, mostly for want of memory. `left`: the signal aborted. */
export type WorkEnd = 'done' | 'silent' | 'ended' | 'left'

/**
 * Processes for work that callers can make long or large. Each has its own heap: one that runs out of it aborts, which
 * would take the whole bridge with it in a thread. Waiting callers take turns, whatever each of them asked for.
 */
export interface WorkPool<Task, Answer> {
  /** Resolves when the task is over, with the ms that it had a process. */
  run(work: Work<Task, Answer>): Promise<{ end: WorkEnd; took: number }>
  close(): Promise<void>
}

/** ms after which a process that nobody needs is ended. */
const idleLimit = 30_000

export function createWorkPool<Task, Answer>(settings: PoolSettings): WorkPool<Task, Answer> {
  type Job = Work<Task, Answer> & { settle: (end: ReturnType<WorkPool<Task, Answer>['run']>) => void }
  /** In the order of their turns. */
  const waiting = new Map<string, Job[]>()
  const busy = new Set<string>()
  const processes = createProcesses(settings)

  const startNext = () => {
    for (const [caller, [job, ...others]] of [...waiting]) {
      if (busy.size >= settings.processes) return
      if (busy.has(caller) || job === undefined) continue
      if (others.length > 0) waiting.set(caller, others)
      else waiting.delete(caller)
      busy.add(caller)
      const end = perform(job).finally(() => {
        busy.delete(caller)
        moveBehind(caller)
        startNext()
      })
      job.settle(end)
    }
  }

  const moveBehind = (caller: string) => {
    const jobs = waiting.get(caller)
    waiting.delete(caller)
    if (jobs !== undefined) waiting.set(caller, jobs)
  }

  const perform = async (job: Job) => {
    if (job.signal?.aborted) return { end: 'left' as const, took: 0 }
    const child = await processes.take()
    const since = performance.now()
    const end = await converse(child, job, settings.limits.silence)
    if (end === 'done') processes.giveBack(child)
    else processes.kill(child)
    return { end, took: performance.now() - since }
  }

  return {
    run: (work) =>
      new Promise((settle) => {
        const ofCaller = waiting.get(work.caller) ?? []
        waiting.set(work.caller, [...ofCaller, { ...work, settle }])
        startNext()
      }),
    close: processes.close,
  }
}

/** The processes of a pool: started when one is needed, kept for a while when it is not. */
function createProcesses({ module, heap, limits }: PoolSettings) {
  const idle = new Map<ChildProcess, NodeJS.Timeout>()
  const all = new Set<ChildProcess>()

  const kill = (child: ChildProcess) => {
    clearTimeout(idle.get(child))
    idle.delete(child)
    child.kill('SIGKILL')
  }
  const takeIdle = (): ChildProcess | undefined => {
    const [found] = idle
    if (found === undefined) return undefined
    const [child, timer] = found
    clearTimeout(timer)
    idle.delete(child)
    return child.connected ? child : takeIdle()
  }
  const start = async (): Promise<ChildProcess> => {
    const child = forkWorker(module, heap)
    all.add(child)
    child.once('exit', () => all.delete(child))
    if (await isReady(child, limits.start)) return child
    kill(child)
    throw new Error(`${module.pathname} did not start.`)
  }
  return {
    kill,
    take: async () => takeIdle() ?? (await start()),
    giveBack: (child: ChildProcess) => void idle.set(child, setTimeout(() => kill(child), idleLimit).unref()),
    async close() {
      const ended = [...all].map((child) => new Promise((resolve) => child.once('exit', resolve)))
      for (const child of all) {
        // Their end is waited for, so that a command does not end before its answer.
        child.ref()
        kill(child)
      }
      await Promise.all(ended)
    },
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
/** Older versions of Node leave a process the rights that it starts with. */
const canGiveUpRights = major > 26 || (major === 26 && minor >= 3)

/** A process with a heap of so many MB and no rights but to read files; it keeps nothing alive. */
function forkWorker(module: URL, heap: number): ChildProcess {
  // What the processes before it compiled is half of its start. It may add to that until its first task.
  const code = canGiveUpRights ? process.env['NODE_COMPILE_CACHE'] : undefined
  const rights = ['--allow-fs-read=*', '--allow-worker', ...(code === undefined ? [] : [`--allow-fs-write=${code}/*`])]
  const child = fork(module, {
    execArgv: [`--max-old-space-size=${heap}`, '--permission', ...rights],
    serialization: 'advanced',
    // What it would say when it aborts is of no use; no other variable of the bridge is its business.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: code === undefined ? {} : { NODE_COMPILE_CACHE: code },
  })
  child.unref()
  child.channel?.unref()
  // A message to a process that has just ended is answered by its exit.
  child.on('error', () => {})
  return child
}

/** Hands a task over and waits until it is done, or until there is no use in waiting. */
function converse<Task, Answer>(
  child: ChildProcess,
  { task, onAnswer, signal }: Work<Task, Answer>,
  silence: number,
): Promise<WorkEnd> {
  return new Promise((resolve) => {
    let timer = setTimeout(() => settle('silent'), silence)
    const onMessage = (message: FromProcess<Answer>) => {
      if (message.kind === 'done') return settle('done')
      clearTimeout(timer)
      timer = setTimeout(() => settle('silent'), silence)
      if (message.kind === 'answer') onAnswer(message.answer)
    }
    const onExit = () => settle('ended')
    const onAbort = () => settle('left')
    const settle = (end: WorkEnd) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
      resolve(end)
    }
    child.on('message', onMessage).on('exit', onExit)
    signal?.addEventListener('abort', onAbort)
    if (child.exitCode !== null || child.signalCode !== null) settle('ended')
    else child.send(task as object, () => {})
  })
}

function isReady(child: ChildProcess, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isThere: boolean) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      resolve(isThere)
    }
    const onMessage = () => settle(true)
    const onExit = () => settle(false)
    const timer = setTimeout(() => settle(false), ms)
    child.on('message', onMessage).on('exit', onExit)
  })
}
