import { Command } from '@commander-js/extra-typings'
import { CommanderError } from 'commander'
import { type Installation, installationOf } from './cli/installation.ts'
import { UsageError } from './cli/read-input.ts'
import { summaries } from './cli/summaries.ts'
import { InvalidSetting } from './config/setting-file.ts'
import { KafkaFailure } from './kafka/kafka-port.ts'
import { ApiProblem } from './operation/api-problem.ts'

type Finish = (exitCode: number) => void

async function withClient<T>(load: () => Promise<T>): Promise<T> {
  const { loadClient } = await import('./kafka/load-client.ts')
  await loadClient()
  return load()
}

/** Each is loaded when it is called: most of the time of a check would go to Kafka clients that it does not use. */
const commands = {
  serve: async (_: Finish, installation: Installation) =>
    (await withClient(() => import('./cli/serve.ts'))).serveCommand(installation),
  preview: async (finish: Finish) => (await import('./cli/preview.ts')).previewCommand(finish),
  check: async (finish: Finish) => (await import('./cli/check.ts')).checkCommand(finish),
  compare: async (finish: Finish) => (await import('./cli/compare.ts')).compareCommand(finish),
  consent: async (finish: Finish) => (await import('./cli/consent.ts')).consentCommand(finish),
  contract: async (finish: Finish) => (await import('./cli/contract.ts')).contractCommand(finish),
  propose: async (finish: Finish) => (await import('./cli/propose.ts')).proposeCommand(finish),
  produce: async (finish: Finish, installation: Installation) =>
    (await withClient(() => import('./cli/produce.ts'))).produceCommand(finish, installation),
  run: async (finish: Finish, installation: Installation) =>
    (await withClient(() => import('./cli/run.ts'))).runCommand(finish, installation),
  profile: async (finish: Finish) => (await import('./cli/profile.ts')).profileCommand(finish),
}

type CommandName = keyof typeof commands
const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name)
const commandNames = Object.keys(commands).filter(isCommand)

/** The command that a command line calls or wants the help of; undefined where it wants to know of all of them. */
function calledBy([first = '', second = '']: readonly string[]): CommandName | undefined {
  if (isCommand(first)) return first
  if (first === 'help' && isCommand(second)) return second
  // A path alone is served.
  return ['help', '-h', '--help', '-V', '--version'].includes(first) ? undefined : 'serve'
}

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
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
  const called = calledBy(args)
  for (const name of commandNames.filter((one) => called === undefined || called === one)) {
    const { usage, description } = summaries[name]
    const command =
      called === name
        ? await commands[name](finish, installation)
        : new Command(name).usage(usage).description(description)
    program.addCommand(command.copyInheritedSettings(program), { isDefault: name === 'serve' })
  }

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
