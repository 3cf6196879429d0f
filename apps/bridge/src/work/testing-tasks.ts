// Tasks that misbehave, for the tests of the pool.
import { serveTasks } from './serve-tasks.ts'

interface Task {
  answers: number
  ending: 'return' | 'loop' | 'fill' | 'throw'
}

serveTasks<Task, { number: number; pid: number }>(async ({ answers, ending }, answer) => {
  for (let number = 0; number < answers; number++) await answer({ number, pid: process.pid })
  if (ending === 'throw') throw new Error('as the test wants')
  if (ending === 'loop') [].indexOf.call({ length: 2 ** 53 - 1 } as never, 1 as never)
  // Threads do not survive this: the whole process aborts, whatever their own limits are.
  const filled: number[][] = []
  while (ending === 'fill') filled.push(new Array(1e7).fill(0.5))
})
