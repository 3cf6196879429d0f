import {
  type Comparison,
  comparePortions,
  createFaults,
  type EventPortion,
  explainWithConfig,
  type FlowDestination,
  type FlowPlan,
  isLineFile,
  keepsMemory,
  linePortions,
  listedEvents,
  listPortions,
  loadPorts,
  type PortionRunner,
  planDestination,
  readSamples,
} from '@mapping-designer/mapping-engine'
import { withPlans } from '@mapping-designer/mapping-engine/code'
import { byteLimit, FileFault, readFileLines, readFileText } from '../document/read-file.ts'

/** A flow that is compared, and whether its functions may run. */
export interface ComparedFlow {
  destination: FlowDestination
  runsCode: boolean
}

export interface CompareTask {
  before: ComparedFlow
  after: ComparedFlow
  /** The clock of events that have none, ms since 1970. */
  now: number
  file: File
}

/** What is known of a file so far. */
export interface ComparedFile {
  comparison: Comparison
  /** Texts of the events of examples that were met since the last answer, by their index. */
  examples: [index: number, text: string][]
  /** Sentences about what cannot be read. */
  faults: string[]
  /** Of the file, between 0 and 1. */
  read: number
  isDone: boolean
}

/** Sentences about what cannot be read; there is room for these. */
const maxFaults = 5
/** ms between two answers */
const pause = 300

/** The type of a file of JSON Lines whose name does not say so. */
export const lineType = 'application/x-ndjson'

/** Compares two flows over a file of events as the command `compare` does; JSON Lines are never held as a whole. */
export async function* compareFile({ before, after, now, file }: CompareTask): AsyncGenerator<ComparedFile> {
  const isOneRun = [before, after].some(({ destination }) => keepsMemory(destination))
  const { runner, close } = await openRunner([before, after], now, isOneRun)
  const sides = { before: before.destination, after: after.destination, now }
  const compared = comparePortions(sides, runner, isOneRun)
  const faults = createFaults(maxFaults)
  const examples = keepExamples()
  let bytes = 0
  let said = performance.now()
  const answer = (isDone: boolean): ComparedFile => ({
    comparison: compared.result(),
    examples: examples.take(),
    faults: faults.sentences(),
    read: isDone || file.size === 0 ? 1 : bytes / file.size,
    isDone,
  })
  try {
    const portions = portionsOf(file, faults.add, (count) => {
      bytes += count
    })
    for await (const portion of portions) {
      if (portion.index === 0) await compared.addProblems(portion)
      for (const { message } of (await compared.add(portion)).unreadable) faults.add(message)
      examples.add(portion, compared.result())
      if (performance.now() - said < pause) continue
      yield answer(false)
      said = performance.now()
    }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    faults.add(error.message)
  } finally {
    await close()
  }
  yield answer(true)
}

async function* portionsOf(
  file: File,
  onFault: (sentence: string) => void,
  onRead: (bytes: number) => void,
): AsyncGenerator<EventPortion> {
  if (isLineFile(file.name) || file.type === lineType) return yield* linePortions(readFileLines(file, onRead))
  if (file.size > byteLimit)
    throw new FileFault('The file has more than 50 MB; as JSON Lines (.ndjson) it may have any length.')
  const read = await readFileText(file)
  if ('fault' in read) throw new FileFault(read.fault)
  const parsed = await readSamples(read.text)
  const listed = listedEvents(read.text, parsed)
  if (listed === undefined) for (const { message } of parsed.errors) onFault(message)
  yield* listPortions(listed ?? parsed.events.map(({ event }) => event))
}

/** Evaluates all portions by one plan for each flow, so that what a flow remembers is that of one run. */
async function openRunner(flows: readonly ComparedFlow[], now: number, isOneRun: boolean) {
  const opened = new Map<FlowDestination, { plans: Plans<undefined>; open: Open }>()
  for (const flow of flows) {
    const open = await opener(flow, now, isOneRun)
    opened.set(flow.destination, { open, plans: open(endless()) })
  }
  const runner: PortionRunner = {
    async outcomes({ destination, events }) {
      const plans = opened.get(destination)?.plans
      const outcomes = []
      for (const event of events) {
        const next = await plans?.next()
        if (next === undefined || next.done) break
        outcomes.push(next.value[1].plan.run(event))
      }
      return outcomes
    },
    async explanations({ destination, events }) {
      const explanations = []
      for await (const [event, plan] of opened.get(destination)?.open(events) ?? [])
        explanations.push(explainWithConfig(plan, event))
      return explanations
    },
  }
  const close = () => Promise.all([...opened.values()].map(({ plans }) => plans.return(undefined)))
  return { runner, close }
}

type Plans<Event> = AsyncGenerator<[event: Event, plan: FlowPlan]>
type Open = <Event>(events: Iterable<Event>) => Plans<Event>

async function opener({ destination, runsCode }: ComparedFlow, now: number, isOneRun: boolean): Promise<Open> {
  const { collector, whole } = destination
  const ports = await loadPorts(whole?.file)
  return (events) =>
    withPlans(events, {
      ...{ now, collector, runsCode },
      compile: (code, isFirst) => planDestination(destination, { now, code, ports, isOneRun: isOneRun && isFirst }),
    })
}

function* endless(): Generator<undefined, never> {
  for (;;) yield undefined
}

/** Characters of all events that are kept to be shown. */
const maxKept = 2 ** 24

function keepExamples() {
  const known = new Set<number>()
  let fresh: ComparedFile['examples'] = []
  let size = 0
  return {
    /** Keeps the events of a portion that are examples of a change. */
    add({ index: first, texts, events }: EventPortion, { groups }: Comparison): void {
      for (const { index } of groups.flatMap(({ examples }) => examples)) {
        const text = texts?.[index - first] ?? JSON.stringify(events?.[index - first])
        if (text === undefined || known.has(index) || size + text.length > maxKept) continue
        known.add(index)
        size += text.length
        fresh.push([index, text])
      }
    },
    take() {
      const taken = fresh
      fresh = []
      return taken
    },
  }
}
