#!/usr/bin/env node
import { Command } from '@commander-js/extra-typings'
import { CommanderError } from 'commander'
import { checkCommand } from './cli/check.ts'
import { installationOf } from './cli/installation.ts'
import { previewCommand } from './cli/preview.ts'
import { produceCommand } from './cli/produce.ts'
import { profileCommand } from './cli/profile.ts'
import { UsageError } from './cli/read-input.ts'
import { runCommand } from './cli/run.ts'
import { serveCommand } from './cli/serve.ts'
import { InvalidSetting } from './config/setting-file.ts'
import { KafkaFailure } from './kafka/kafka-port.ts'
import { ApiProblem } from './operation/api-problem.ts'

/** Runs one command line and answers the exit code. Standard output holds nothing but the answer. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const finish = (code: number) => {
    exitCode = code
  }
  const installation = installationOf(import.meta.url)
  const program = new Command('kafka-mapping-designer')
    .description('Design walkerOS mappings for Apache Kafka and see the exact record before production')
    .version(installation.version)
    .exitOverride()
  program.addCommand(serveCommand(installation).copyInheritedSettings(program), { isDefault: true })
  for (const command of [
    previewCommand(finish),
    checkCommand(finish),
    produceCommand(finish, installation),
    runCommand(finish, installation),
    profileCommand(finish),
  ])
    program.addCommand(command.copyInheritedSettings(program))

  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    const isOurs = [UsageError, InvalidSetting, ApiProblem, KafkaFailure].some((kind) => error instanceof kind)
    if (!isOurs || !(error instanceof Error)) throw error
    const hint = error instanceof ApiProblem ? error.body.hint : error instanceof KafkaFailure ? error.hint : undefined
    process.stderr.write(`${[error.message, hint].filter(Boolean).join(' ')}\n`)
    return 2
  }
}

// A reader that closes early, such as head, is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

if (import.meta.main) process.exitCode = await runCommandLine(process.argv.slice(2))
