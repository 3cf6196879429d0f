import { Command, Option } from '@commander-js/extra-typings'
import {
  type ConsentState,
  consentNames,
  consentStates,
  createConsentMatrix,
  type FlowDestination,
  markedPersonal,
} from '@mapping-designer/mapping-engine'
import type { Problem } from '@mapping-designer/shared-types'
import { type EventRunner, withEventRunner } from '../code/event-runner.ts'
import { type ConsentReport, consentAsMarkdown, consentForPeople } from '../compare/consent-report.ts'
import { chooseDestination } from './choose-destination.ts'
import { eventsText, type OptionsOf, shared, toOutput } from './command-options.ts'
import { eventsFile, readEvents } from './read-events.ts'
import { UsageError } from './read-input.ts'
import { summaries } from './summaries.ts'

const describeConsent = () =>
  new Command('consent')
    .description(summaries.consent.description)
    .argument('<flow>', 'flow file')
    .option('--events <file>', eventsText)
    .addOption(shared.as)
    .option('--json', 'the result as one JSON object')
    .option('--markdown', 'the result as a table in Markdown')
    .addOption(
      new Option('--fail-on <finding>', 'what makes the exit code 1').choices([
        'personal-without-consent',
        'none',
      ] as const),
    )
    .addOption(shared.flow)
    .addOption(shared.destination)
    .addOption(shared.env)
    .addOption(shared.into)
    .addOption(shared.destinationOnly)

export type ConsentOptions = OptionsOf<typeof describeConsent>

/** The command `consent`; `finish` is called with its exit code. */
export const consentCommand = (finish: (code: number) => void) =>
  describeConsent().action(async (flow, options) => finish(await consent(flow, options, toOutput)))

/** More names than these are not combined: each is a run over all events. */
const maxNames = 20

/** `consent FLOW --events FILE`: evaluates the events under each consent. Answers the exit code. */
export async function consent(path: string, options: ConsentOptions, write: (text: string) => void): Promise<number> {
  const eventsPath = eventsFile(options)
  const destination = await chooseDestination(path, options)
  const { events, errors } = await readEvents(eventsPath, options)
  const names = consentNames(destination.effective, destination.flowConfig, destination.whole?.file, events)
  if (names.length > maxNames)
    throw new UsageError(
      `The flow and the events name ${names.length} kinds of consent; ${maxNames} at most are shown.`,
    )
  const report = await withEventRunner((runner) => reportOf(destination, events, consentStates(names), runner))
  if (options.json) write(`${JSON.stringify(report)}\n`)
  else write(options.markdown ? consentAsMarkdown(report) : consentForPeople(report))
  for (const error of errors) process.stderr.write(`${error}\n`)
  const isPersonal = report.personalWithoutConsent.length > 0 || report.problems.length > 0
  return errors.length > 0 || (options.failOn === 'personal-without-consent' && isPersonal) ? 1 : 0
}

async function reportOf(
  destination: FlowDestination,
  events: readonly unknown[],
  states: ConsentState[],
  runner: EventRunner,
): Promise<ConsentReport> {
  const now = Date.now()
  const matrix = createConsentMatrix(states, markedPersonal(destination.step))
  const byState = []
  for (const state of states) byState.push(await runner.outcomes(underConsent(destination, events, state, now)))
  for (const index of events.keys()) matrix.add(byState.flatMap((outcomes) => outcomes[index] ?? []))
  const rows = matrix.result()
  const personalWithoutConsent = rows.filter(
    ({ personal, cells: [none] }) => personal !== undefined && none !== undefined && none.leaves + none.changed > 0,
  )
  const request = { destination, events, now, isOneRun: true, hasSteps: false }
  const problems = new Map<string, Problem>()
  for (const explanation of await runner.explanations(request)) {
    for (const problem of explanation.problems)
      if (problem.code.startsWith('personal-')) problems.set(`${problem.code} ${problem.cause}`, problem)
  }
  return {
    states,
    rows,
    personalWithoutConsent: personalWithoutConsent.map(({ cells: _, ...row }) => row),
    problems: [...problems.values()],
  }
}

/** The same events as a visitor sends them who agreed to that and to nothing else. */
function underConsent(
  destination: FlowDestination,
  events: readonly unknown[],
  { consent }: ConsentState,
  now: number,
) {
  return {
    destination: { ...destination, collector: { ...destination.collector, consent } },
    events: events.map((event) => (typeof event === 'object' && event !== null ? { ...event, consent } : event)),
    now,
    isOneRun: true,
  }
}
