#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import { type CheckCommandOptions, check } from './cli/check.ts'
import { openBrowser } from './cli/open-browser.ts'
import { type PreviewOptions, preview } from './cli/preview.ts'
import { type ProduceCommandOptions, produce } from './cli/produce.ts'
import { UsageError } from './cli/read-input.ts'
import { type RunCommandOptions, run } from './cli/run.ts'
import { serve } from './cli/serve.ts'
import { untilStopped } from './cli/until-stopped.ts'
import { InvalidSetting } from './config/environment.ts'
import { ApiProblem } from './http/api-problem.ts'
import { KafkaFailure } from './kafka/kafka-port.ts'

// In the repository this is a source file; in the package it is a bundle beside the built designer.
const isPackage = !import.meta.url.endsWith('.ts')
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const assets = here(isPackage ? '../designer/' : '../../designer/dist/')
const home = isPackage ? join(dataFolder(), 'kafka-mapping-designer') : here('../../../.data/')
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** Where programs of this user keep their data. */
function dataFolder(): string {
  return process.env['XDG_DATA_HOME'] ?? process.env['LOCALAPPDATA'] ?? join(homedir(), '.local', 'share')
}

/** Runs one command line and answers the exit code. Standard output holds nothing but the answer. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const program = new Command('kafka-mapping-designer')
    .description('Design walkerOS mappings for Apache Kafka and see the exact record before production')
    .version(version)
    .exitOverride()

  program
    .command('serve', { isDefault: true })
    .description('start the designer, its bridge and, unless KAFKA_BROKERS names a cluster, a local Kafka')
    .argument('[flow]', 'flow file, or folder with flow files, to open and save in place')
    .option('--port <port>', 'port to listen on, default 8080 or a free one')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--no-open', 'do not open a browser')
    .option('--no-kafka', 'do not start a local Kafka')
    .option('--dev-origin <host:port>', 'a development server that forwards to this bridge')
    .option('--config <file>', 'cluster profiles, YAML or JSON')
    .option('--audit <file>', 'where lines about produced records, topic changes and denied requests go')
    .option('--require-audit', 'refuse what the audit file cannot take')
    .option('--data <folder>', 'where the local Kafka keeps its log')
    .action(
      async (
        flow: string | undefined,
        options: {
          port?: string
          host: string
          open: boolean
          kafka: boolean
          data?: string
          config?: string
          audit?: string
          requireAudit?: boolean
          devOrigin?: string
        },
      ) => {
        const onProgress = (sentence: string) => process.stderr.write(`${sentence}\n`)
        const bridge = await serve(flow, { ...options, assets, home, version, onProgress })
        process.stdout.write(`${bridge.url}\n`)
        const closePage = options.open ? await openBrowser(bridge.url, home) : undefined
        await untilStopped(bridge)
        await closePage?.()
      },
    )

  program
    .command('preview')
    .description('show the Kafka record of each event')
    .argument('[flow]', 'flow file')
    .option('--events <file>', 'events as JSON, JSON Lines or elb() calls; - for standard input')
    .option('--batch <file>', 'many cases, a {"flow","events"} object on each line')
    .option('--json', 'one JSON object on each line')
    .option('--now <ms>', 'the clock in ms since 1970')
    .option('--flow <name>', 'name of the flow')
    .option('--destination <name>', 'name of the destination')
    .option('--env <file>', 'values for $env and $secret references, NAME=value on each line')
    .option('--explain', 'tell how each record was made')
    .option('--genuine', 'compare each record with what the published walkerOS packages make of the event')
    .action(async (flow: string | undefined, options: PreviewOptions) => {
      exitCode = await preview(flow, options, (text) => process.stdout.write(text))
    })

  program
    .command('check')
    .description('run the step examples of flow files; exit code 1 where one does not give what it expects')
    .argument('<flow...>', 'flow files or patterns such as "flows/**/*.json"')
    .option('--json', 'the result as one JSON object')
    .option('--reporter <name>', 'people, json or junit')
    .option('--update', 'make the examples that fail expect what their events come to now')
    .option('--genuine', 'also run the published walkerOS packages')
    .option('--watch', 'run again whenever a file changes')
    .option('--allow-empty', 'a flow file without examples is no error')
    .option('--env <file>', 'values for $env and $secret references, NAME=value on each line')
    .action(async (flows: string[], options: CheckCommandOptions) => {
      exitCode = await check(flows, options, (text) => process.stdout.write(text))
    })

  program
    .command('produce')
    .description('produce the records of events and say where each was written')
    .argument('<flow>', 'flow file')
    .requiredOption('--events <file>', 'events as JSON, JSON Lines or elb() calls; - for standard input')
    .option('--profile <name>', 'cluster profile')
    .option('--config <file>', 'cluster profiles, YAML or JSON')
    .option('--confirm <name>', 'name of the profile, for a production cluster')
    .option('--verify', 'read each record back and compare')
    .option(
      '--replay <id>',
      'a large file with one event on each line, in transactions; the same id goes on where it was',
    )
    .option(
      '--position <where>',
      'with --replay, where Kafka has forgotten how far it was: journal goes on behind what the journal knows, start writes all again',
    )
    .option('--journal <folder>', 'with --replay, where its journal is kept; beside the data of the bridge without it')
    .option('--json', 'one JSON object on each line')
    .option('--flow <name>', 'name of the flow')
    .option('--destination <name>', 'name of the destination')
    .option('--env <file>', 'values for $env and $secret references, NAME=value on each line')
    .action(
      async (
        flow: string,
        options: Partial<Pick<ProduceCommandOptions, 'journal'>> & Omit<ProduceCommandOptions, 'journal'>,
      ) => {
        const kept = { journal: join(home, 'replays'), ...options }
        exitCode = await produce(flow, kept, (text) => process.stdout.write(text))
      },
    )

  program
    .command('run')
    .description('map the events of a topic and produce the records, exactly once, until it is stopped')
    .argument('<flow>', 'flow file')
    .requiredOption('--from <topic>', 'topic with events as JSON')
    .requiredOption('--group <name>', 'consumer group; all processes with this name share the partitions')
    .option(
      '--dead-letter <topic>',
      'topic for events that cannot be mapped; the input topic with ".dead-letter" without it',
    )
    .option('--start <where>', 'where to begin without a position: earliest or latest', 'earliest')
    .option(
      '--expired <where>',
      'where to go on when the position of the group is lost: earliest, latest or stop; as --start after retention and stop otherwise without it',
    )
    .option('--data <folder>', 'where it notes which partitions it has begun')
    .option('--profile <name>', 'cluster profile')
    .option('--config <file>', 'cluster profiles, YAML or JSON')
    .option('--confirm <name>', 'name of the profile, for a production cluster')
    .option('--flow <name>', 'name of the flow')
    .option('--destination <name>', 'name of the destination')
    .option('--env <file>', 'values for $env and $secret references, NAME=value on each line')
    .action(async (flow: string, options: RunCommandOptions) => {
      exitCode = await run(flow, { ...options, home }, (line) => process.stderr.write(`${line}\n`))
    })

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
