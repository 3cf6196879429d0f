// Runs one command and ends it when the parent goes away, however that happens: the parent holds the other end of
// this process' standard input, and a signal written there goes to the command. Usage: node keep-child.ts COMMAND [ARG…]
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)
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
child.on('exit', (code) => process.exit(isEnding ? 0 : (code ?? 1)))
