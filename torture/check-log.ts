/** An event or a record in a log, as an independent consumer of committed records sees it. */
export interface Entry {
  key: string
  value: string
}

/** What identifies a record: the number of its event with its part, or the value of a dead letter. */
type Id = number | string

/** The records of a log by key, each key in the order of the log. Without values, so that ten million fit into memory. */
export type Log = Map<string, Id[]>

/** What is committed in the topics of a run. */
export interface Logs {
  output: Log
  /** Output of a topic that was deleted in the midst of it, so that some may be missing. */
  side: Log
  deadLetters: Log
}

/** What the input demands, and the numbers of the events that it holds. */
export interface Demand extends Logs {
  numbers: number[]
}

/** The parts that an event `order split` becomes, each a record. */
export const parts = [1, 2, 3]

export const emptyDemand = (): Demand => ({ output: new Map(), side: new Map(), deadLetters: new Map(), numbers: [] })

/** Adds what an event of the input has to become. */
export function addEvent(demand: Demand, entry: Entry): void {
  if (!entry.value.startsWith('{')) {
    addDeadLetter(demand.deadLetters, entry)
    return
  }
  const { name, data } = JSON.parse(entry.value)
  const { key, number } = data
  demand.numbers.push(number)
  const [log, itsParts = [0]] = becomes[name] ?? []
  if (log !== undefined) for (const part of itsParts) add(demand[log], key, idOf(number, part))
}

/** The log of the records of an event, and their parts where it becomes several. */
const becomes: Record<string, ['output' | 'side', number[]?]> = {
  'order complete': ['output'],
  'order split': ['output', parts],
  'order side': ['side'],
}

/** Adds a record of an output. */
export function addRecord(log: Log, { key, value }: Entry): void {
  const { number, part } = JSON.parse(value)
  add(log, key, idOf(number, part))
}

export function addDeadLetter(log: Log, { key, value }: Entry): void {
  add(log, key, value)
}

function add(log: Log, key: string, id: Id): void {
  const ids = log.get(key)
  if (ids === undefined) log.set(key, [id])
  else ids.push(id)
}

const idOf = (number: number, part = 0) => number * (parts.length + 1) + part

function nameOf(id: Id): string {
  if (typeof id === 'string') return id
  const part = id % (parts.length + 1)
  return `${(id - part) / (parts.length + 1)}${part === 0 ? '' : `.${part}`}`
}

/** What has to be so when all of the input is mapped: sentences about what is not; none where all is well. */
export function checkLog(demand: Demand, found: Logs): string[] {
  return [
    ...compareByKey('output', demand.output, found.output),
    ...compareByKey('side', demand.side, found.side).filter((one) => !one.endsWith('is lost')),
    ...compareByKey('dead letters', demand.deadLetters, found.deadLetters),
  ]
}

/** Of the events that brokers acknowledged by their numbers, those that the input does not hold. */
export function missingIn({ numbers }: Demand, acknowledged: readonly number[]): number[] {
  const counts = countsOf(numbers)
  return acknowledged.filter((number) => !counts[number])
}

/** How often each number is there, 255 at most. */
function countsOf(numbers: readonly number[]): Uint8Array {
  const counts = new Uint8ClampedArray(1 + numbers.reduce((last, number) => Math.max(last, number), 0))
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
  return new Uint8Array(counts.buffer)
}

/** How many events the input holds again: a producer without transactions sends them twice after a fault. */
export function repeatedIn({ numbers }: Demand): number {
  return numbers.length - countsOf(numbers).reduce((sum, count) => sum + Math.min(1, count), 0)
}

/** The records of each key are as wanted, as often and in the same order. */
function compareByKey(name: string, wanted: Log, found: Log): string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((key) =>
    compare(`${name}, key ${key}`, wanted.get(key) ?? [], found.get(key) ?? []),
  )
}

function compare(name: string, wanted: readonly Id[], found: readonly Id[]): string[] {
  if (wanted.join() === found.join()) return []
  const lost = missing(wanted, found)
  const doubled = missing(found, wanted)
  const left = new Set(found)
  const isInOrder = wanted.filter((id) => left.has(id)).join() === [...left].join()
  return [
    ...lost.map((id) => `${name}: ${nameOf(id)} is lost`),
    ...doubled.map((id) => `${name}: ${nameOf(id)} is there once too often`),
    ...(isInOrder || doubled.length > 0 ? [] : [`${name}: the order is not kept`]),
  ]
}

/** Those of the first list that are not in the second, each as often as it is missing. */
function missing(all: readonly Id[], others: readonly Id[]): Id[] {
  const left = new Map<Id, number>()
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1)
  return all.filter((one) => {
    const count = left.get(one) ?? 0
    left.set(one, count - 1)
    return count <= 0
  })
}
