import { parseSamples, planFlow, previewLine } from '@mapping-designer/mapping-engine'
import type { PreviewLine } from '@mapping-designer/shared-types'
import { readInput, UsageError } from './read-input.ts'

export interface PreviewOptions {
  events?: string
  batch?: string
  json?: boolean
  now?: string
  flow?: string
  destination?: string
}

type Write = (text: string) => void

/** `preview FLOW --events FILE`: one line or block for each event, in order. Answers the exit code. */
export async function preview(flowPath: string | undefined, options: PreviewOptions, write: Write): Promise<number> {
  const now = clockOf(options.now)
  if (options.batch !== undefined) return previewBatch(await readInput(options.batch), now, write)
  if (flowPath === undefined) throw new UsageError('Name a flow file: preview FLOW --events FILE')
  if (options.events === undefined)
    throw new UsageError('Name a file with events: --events FILE, or --events - for standard input.')
  const plan = planFlow({
    flow: await readInput(flowPath),
    flowName: options.flow,
    destination: options.destination,
    now,
  })
  if ('error' in plan)
    throw new UsageError(`${flowPath}: ${plan.error.message}${plan.error.hint ? ` ${plan.error.hint}` : ''}`)
  const { events, errors } = readEvents(await readInput(options.events))
  for (const [index, event] of events.entries()) {
    const line = previewLine(plan, event, index)
    write(options.json ? `${JSON.stringify(line)}\n` : forPeople(line, event))
  }
  for (const error of errors) process.stderr.write(`${options.events}: ${error}\n`)
  return errors.length === 0 ? 0 : 1
}

function clockOf(text: string | undefined): number {
  if (text === undefined) return Date.now()
  const now = Number(text)
  if (!Number.isFinite(now)) throw new UsageError(`--now must be milliseconds since 1970, not "${text}".`)
  return now
}

function readEvents(text: string): { events: unknown[]; errors: string[] } {
  const whole = tryJson(text)
  // A list keeps its items as they are, so that a wrong one shows up as a failed event at its index.
  if (Array.isArray(whole)) return { events: whole, errors: [] }
  const { events, errors } = parseSamples(text)
  return { events: events.map(({ event }) => event), errors: errors.map(({ message }) => message) }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Many flows in one process: `{"flow":{…},"events":[…]}` lines in, `{"case":i,"results":[…]}` lines out. */
function previewBatch(text: string, now: number, write: Write): number {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  for (const [index, line] of lines.entries()) write(`${JSON.stringify({ case: index, ...previewCase(line, now) })}\n`)
  return 0
}

function previewCase(
  line: string,
  now: number,
): { results: PreviewLine[] } | { error: { code: string; message: string } } {
  const one = tryJson(line) as
    | { flow?: unknown; events?: unknown; now?: unknown; flowName?: string; destination?: string }
    | undefined
  if (one === undefined) return { error: { code: 'invalid-json', message: 'The line is not JSON.' } }
  if (!Array.isArray(one?.events)) return { error: { code: 'invalid-case', message: '`events` must be an array.' } }
  const plan = planFlow({
    flow: one.flow,
    flowName: one.flowName,
    destination: one.destination,
    now: typeof one.now === 'number' ? one.now : now,
  })
  if ('error' in plan) return { error: { code: plan.error.code, message: plan.error.message } }
  return { results: one.events.map((event, index) => previewLine(plan, event, index)) }
}

function forPeople({ index, outcome, message, rule, reason, problems }: PreviewLine, event: unknown): string {
  const name = (event as { name?: unknown } | null)?.name
  const fields = message
    ? [
        ['topic', message.topic],
        ['key', message.key],
        ['timestamp', message.timestamp],
        ...Object.entries(message.headers).map(([header, value]) => [`header ${header}`, String(value)]),
        ['value', message.value],
      ]
    : []
  const rows = [['outcome', `${outcome}${reason ? `: ${reason}` : ''}`], ['rule', rule ?? 'none'], ...fields]
  const width = Math.max(...rows.map(([label]) => label?.length ?? 0))
  return [
    `#${index + 1} ${String(name)}`,
    ...rows.map(([label = '', text]) => `  ${label.padEnd(width)}  ${text}`),
    ...problems.map(({ severity, cause, place }) => `  ${severity}: ${cause}${place ? `\n    at ${place}` : ''}`),
    '',
    '',
  ].join('\n')
}
