import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { createWorkPool, type WorkPool } from './work-pool.ts'

type Task = { answers: number; ending: 'return' | 'loop' | 'fill' | 'throw' | 'reach' }
type Answer = { number: number; pid: number; refused?: string[] }

let pool: WorkPool<Task, Answer>
afterEach(() => pool.close())

function open(processes = 1, silence = 60_000) {
  pool = createWorkPool({
    module: new URL('testing-tasks.ts', import.meta.url),
    processes,
    heap: 64,
    limits: { start: 60_000, silence },
  })
  return pool
}

async function perform(caller: string, ending: Task['ending'], count = 1) {
  const answers: Answer[] = []
  const { end } = await pool.run({
    caller,
    task: { answers: count, ending },
    onAnswer: (answer) => answers.push(answer),
  })
  return { end, answers }
}

it('hands on the answers of a task in their order', async () => {
  open()
  const { end, answers } = await perform('a', 'return', 3)
  expect(end).toBe('done')
  expect(answers.map(({ number }) => number)).toEqual([0, 1, 2])
})

it.each([
  ['loop', 'silent', 1_000],
  ['fill', 'ended', 60_000],
  ['throw', 'ended', 60_000],
] as const)(
  'outlives a task that comes to a %s, keeps its answers, and takes the next',
  async (ending, end, silence) => {
    open(1, silence)
    expect(await perform('a', ending, 2)).toMatchObject({ end, answers: [{ number: 0 }, { number: 1 }] })
    expect(await perform('a', 'return')).toMatchObject({ end: 'done' })
  },
)

it('gives a process back when the caller leaves', async () => {
  open()
  const left = new AbortController()
  const answers: number[] = []
  const work = pool.run({
    caller: 'a',
    task: { answers: 1, ending: 'loop' },
    signal: left.signal,
    onAnswer({ number }) {
      answers.push(number)
      left.abort()
    },
  })
  expect(await work).toMatchObject({ end: 'left' })
  expect(answers).toEqual([0])
  expect(await perform('b', 'return')).toMatchObject({ end: 'done' })
})

it('lets callers take turns, however much each has waiting', async () => {
  open()
  const order: string[] = []
  const asked = ['a', 'a', 'a', 'a', 'b', 'c'].map(async (caller) => {
    await perform(caller, 'return')
    order.push(caller)
  })
  await Promise.all(asked)
  expect(order).toEqual(['a', 'b', 'c', 'a', 'a', 'a'])
})

it('gives one caller one process, so that another always finds one', async () => {
  open(2, 1_000)
  const endless = Promise.all([perform('a', 'loop'), perform('a', 'loop')])
  const others = await perform('b', 'return')
  expect(others.end).toBe('done')
  expect((await endless).map(({ end }) => end)).toEqual(['silent', 'silent'])
})

it('takes a process again', async () => {
  open()
  const [first, second] = [await perform('a', 'return'), await perform('b', 'return')]
  expect(second.answers[0]?.pid).toBe(first.answers[0]?.pid)
})

it('keeps what a process compiled for the next one, where no task can write or start a thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'compiled-'))
  vi.stubEnv('NODE_COMPILE_CACHE', folder)
  open()
  const { answers } = await perform('a', 'reach', 0)
  expect(answers).toMatchObject([{ refused: ['FileSystemWrite', 'WorkerThreads'] }])
  const [version = ''] = readdirSync(folder)
  expect(readdirSync(join(folder, version)).length).toBeGreaterThan(0)
})
