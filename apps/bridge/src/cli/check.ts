import { watch } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { acceptAll, type CheckedFile, type CheckOptions, checkFile } from '../check/check-file.ts'
import { countChecks, reportAsJson, reportAsJunit, reportForPeople } from '../check/report.ts'
import { createEventRunner, type EventRunner } from '../code/event-runner.ts'
import type { Profile } from '../config/profile.ts'
import { replaceFile } from '../files/replace-file.ts'
import { createGenuineRunner } from '../genuine/genuine-runner.ts'
import { holdAgainstRegistry } from './check-contract.ts'
import { chooseProfile } from './choose-profile.ts'
import { type OptionsOf, proofBy, shared, toOutput } from './command-options.ts'
import { cacheOf } from './installation.ts'
import { fromCaller, readEnvFile, readExactly, UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

const describeCheck = () =>
  new Command('check')
    .description(summaries.check.description)
    .argument('<flow...>', 'flow files or patterns such as "flows/**/*.json"')
    .option('--json', 'the result as one JSON object')
    .option('--reporter <name>', 'people, json or junit')
    .option('--update', 'make the examples that fail expect what their events come to now')
    .option('--genuine', 'also run the published walkerOS packages of the versions that the flow pins')
    .addOption(shared.install)
    .option(
      '--registry',
      'also hold the values of the examples against the schema registry of the profile, as contract --check registry does',
    )
    .addOption(shared.profile)
    .addOption(shared.config)
    .option('--watch', 'run again whenever a file changes')
    .option('--allow-empty', 'a flow file without examples is no error')
    .addOption(shared.into)
    .addOption(shared.destinationOnly)
    .addOption(shared.env)

export type CheckCommandOptions = OptionsOf<typeof describeCheck>

type Write = (text: string) => void

const reporters = ['people', 'json', 'junit'] as const
type Reporter = (typeof reporters)[number]

/** The command `check`; `finish` gets its exit code. */
export const checkCommand = (finish: (code: number) => void) =>
  describeCheck().action(async (flows, options) => finish(await check(flows, options, toOutput)))

/** `check FLOW…`: runs the step examples of flow files. Answers the exit code: 1 where one failed. */
export async function check(patterns: readonly string[], options: CheckCommandOptions, write: Write): Promise<number> {
  const reporter = reporterOf(options)
  const paths = await findFiles(patterns)
  const env = options.env === undefined ? {} : await readEnvFile(options.env)
  const runner = createEventRunner()
  const packages = createGenuineRunner(cacheOf(process.env))
  const settings: CheckOptions = {
    env,
    mayBeEmpty: options.allowEmpty === true,
    into: options.into,
    isDestinationOnly: options.destinationOnly === true,
    ...(options.registry && { hold: withRegistry(chooseProfile(options)) }),
    ...(options.genuine && { genuine: (preview) => packages.prove(preview, proofBy(options)) }),
  }
  const once = async (): Promise<number> => {
    const files = await checkAll(paths, runner, settings, options)
    if (reporter === 'json') write(reportAsJson(files))
    else if (reporter === 'junit') write(reportAsJunit(files))
    else write(reportForPeople(files))
    return countChecks(files).failed === 0 ? 0 : 1
  }
  try {
    if (!options.watch) return await once()
    return await onEachChange(paths, once)
  } finally {
    await Promise.all([runner.close(), packages.close()])
  }
}

const withRegistry =
  (profile: Profile): CheckOptions['hold'] =>
  (contract) =>
    holdAgainstRegistry(contract, profile)

function reporterOf({ json, reporter = json ? 'json' : 'people' }: CheckCommandOptions): Reporter {
  const known = reporters.find((name) => name === reporter)
  if (known === undefined) throw new UsageError(`There is no reporter "${reporter}"; there is ${reporters.join(', ')}.`)
  return known
}

/** Files by name or pattern, each once. A name that is no file is an error, a pattern without a match too. */
async function findFiles(patterns: readonly string[]): Promise<string[]> {
  const root = fromCaller('.')
  const found = new Set<string>()
  for (const pattern of patterns) {
    const isFile = await stat(fromCaller(pattern)).then(
      (one) => one.isFile(),
      () => false,
    )
    const matches: string[] = isFile ? [pattern] : []
    if (!isFile) {
      for await (const match of glob(pattern, { cwd: root, exclude: ['**/node_modules/**'] })) matches.push(match)
    }
    if (matches.length === 0) {
      throw new UsageError(/[*?[{]/.test(pattern) ? `No file matches ${pattern}.` : `${pattern} does not exist.`)
    }
    for (const match of matches.toSorted()) found.add(relative(root, fromCaller(match)))
  }
  return [...found]
}

async function checkAll(
  paths: readonly string[],
  runner: EventRunner,
  settings: CheckOptions,
  options: CheckCommandOptions,
): Promise<CheckedFile[]> {
  const files: CheckedFile[] = []
  for (const path of paths) {
    const text = await readExactly(path)
    const file = await checkFile(path, text, runner, settings)
    const update = options.update ? acceptAll(text, file) : { accepted: [], text }
    if (update.accepted.length > 0) {
      await replaceFile(fromCaller(path), update.text)
      process.stderr.write(`${path}: accepted ${update.accepted.join(', ')}\n`)
      files.push(await checkFile(path, update.text, runner, settings))
    } else files.push(file)
  }
  return files
}

/** Runs again whenever one of the files was written, until the process is stopped. */
async function onEachChange(paths: readonly string[], run: () => Promise<number>): Promise<number> {
  let code = await guarded(run)
  let isStale = false
  let wake: (() => void) | undefined
  const changed = () => {
    isStale = true
    wake?.()
  }
  // Editors replace files rather than write into them, so their folders are watched.
  const folders = new Set(paths.map((path) => join(fromCaller(path), '..')))
  const watchers = [...folders].map((folder) => watch(folder, changed))
  let isStopped = false
  const stop = () => {
    isStopped = true
    wake?.()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  while (!isStopped) {
    if (!isStale) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      continue
    }
    isStale = false
    code = await guarded(run)
  }
  for (const watcher of watchers) watcher.close()
  return code
}

/** A file that is half written or gone for a moment is no reason to stop watching. */
async function guarded(run: () => Promise<number>): Promise<number> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}
