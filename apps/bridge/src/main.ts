#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheOf } from './cli/installation.ts'

// Compiling takes most of the time of a short command. All else is imported after this, and processes inherit it.
const code = join(cacheOf(process.env), 'code')
enableCompileCache(code)
process.env['NODE_COMPILE_CACHE'] ??= code

const { runCommandLine } = await import('./command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))
