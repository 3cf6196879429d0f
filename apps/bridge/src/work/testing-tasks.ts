// Tasks that misbehave, for the tests of the pool.
import { writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { serveTasks } from './serve-tasks.ts'

interface Task {
  answers: number
  ending: 'return' | 'loop' | 'fill' | 'throw' | 'reach'
}

const folder = process.env['NODE_COMPILE_CACHE']

function refusals(): string[] {
  const works = [() => writeFileSync(`${folder}/planted`, ''), () => new Worker('', { eval: true })]
  return works.flatMap((work) => {
    try {
      work()
      return []
    } catch (error) {
      return [(error as NodeJS.ErrnoException & { permission: string }).permission]
    }
  })
}

serveTasks<Task, { number: number; pid: number; refused?: string[] }>(async ({ answers, ending }, answer) => {
  for (let number = 0; number < answers; number++) await answer({ number, pid: process.pid })
  if (ending === 'reach') await answer({ number: answers, pid: process.pid, refused: refusals() })
  if (ending === 'throw') throw new Error('as the test wants')
  if (ending === 'loop') [].indexOf.call({ length: 2 ** 53 - 1 } as never, 1 as never)
  // Threads do not survive this: the whole process aborts, whatever their own limits are.
  const filled: number[][] = []
  while (ending === 'fill') filled.push(new Array(1e7).fill(0.5))
})
