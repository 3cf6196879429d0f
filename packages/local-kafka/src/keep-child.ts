// Runs one command and ends it when the parent goes away, however that happens: the parent holds the other end of
// this process' standard input, and a signal written there goes to the command. While the command runs, no other one
// with the same LOCK does, which is the path of a file or empty. Usage: node keep-child.ts LOCK COMMAND [ARG…]
import { spawn } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'

const [lock = '', command = '', ...args] = process.argv.slice(2)
/** SQLITE_BUSY */
const busy = 5
// SQLite locks a file the way that each system does it, and the system ends the lock with the process.
const locked = lock === '' ? undefined : hold(lock)

function hold(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== busy) throw error
    console.error(`Failed to acquire lock on ${file}: another process holds it.`)
    process.exit(1)
  }
  return database
}

// A group of its own: a Ctrl+C in the terminal reaches the parent, which ends things in order.
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

let isEnding = false
function end(): void {
  if (isEnding) return
  isEnding = true
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), 8_000).unref()
}

for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('SIGTERM', end)
process.stdin.on('end', end).on('close', end).on('error', end)
process.stdin.setEncoding('utf8').on('data', (text) => {
  for (const name of String(text).split('\n')) if (name !== '') child.kill(name as NodeJS.Signals)
})
child.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
child.on('exit', (code) => {
  locked?.close()
  process.exit(isEnding ? 0 : (code ?? 1))
})
