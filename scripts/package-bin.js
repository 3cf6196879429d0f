#!/usr/bin/env node
// The command of the npm package. Plain JavaScript on purpose: an old Node must be able to read it.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { whyTooOld } from './node-version.js'

const reason = whyTooOld()
if (reason === undefined) {
  await import('./dist/main.js')
} else {
  const node = nodeOfPackage()
  if (node === undefined) {
    console.error(reason)
    process.exit(1)
  }
  const args = ['--disable-warning=TimeoutNegativeWarning', fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  const child = spawn(node, args, { stdio: 'inherit' })
  // The terminal tells both of a Ctrl+C; this one waits until the other has ended in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** The Node that was installed beside this package. */
function nodeOfPackage() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    return undefined
  }
}
