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

/** What the input demands, and the numbers of the events that it held. */
export interface Demand extends Logs {
  numbers: number[]
  /** How many entries of the input there were. */
  count: number
  /** Of each partition, the offset before which retention deleted what is demanded already. */
  known: Map<number, number>
  /** What may be missing, by key: retention deleted the event before its position was committed. */
  mayMiss: Map<string, Set<Id>>
}

/** The parts that an event `order split` becomes, each a record. */
export const parts = [1, 2, 3]

export const emptyDemand = (): Demand => ({
  output: new Map(),
  side: new Map(),
  deadLetters: new Map(),
  numbers: [],
  count: 0,
  known: new Map(),
  mayMiss: new Map(),
})

/** Adds what an event of the input has to become, or, where retention was as fast as its worker, what it may become. */
export function addEvent(demand: Demand, entry: Entry, isExpired = false): void {
  const want = (log: Log, key: string, id: Id) => {
    add(log, key, id)
    if (isExpired) demand.mayMiss.set(key, (demand.mayMiss.get(key) ?? new Set()).add(id))
  }
  demand.count++
  if (!entry.value.startsWith('{')) {
    want(demand.deadLetters, entry.key, entry.value)
    return
  }
  const { name, data } = JSON.parse(entry.value)
  const { key, number } = data
  demand.numbers.push(number)
  const [log, itsParts = [0]] = becomes[name] ?? []
  if (log !== undefined) for (const part of itsParts) want(demand[log], key, idOf(number, part))
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
  const { mayMiss } = demand
  return [
    ...compareByKey('output', demand.output, found.output, mayMiss),
    ...compareByKey('side', demand.side, found.side, mayMiss).filter((one) => !one.endsWith('is lost')),
    ...compareByKey('dead letters', demand.deadLetters, found.deadLetters, mayMiss),
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

/** How many records are missing because retention deleted their events. */
export function lostToRetention({ mayMiss }: Demand, { output, side, deadLetters }: Logs): number {
  return [...mayMiss].reduce((sum, [key, ids]) => {
    const found = new Set([output, side, deadLetters].flatMap((log) => log.get(key) ?? []))
    return sum + [...ids].filter((id) => !found.has(id)).length
  }, 0)
}

/** The records of each key are as wanted, as often and in the same order. */
function compareByKey(name: string, wanted: Log, found: Log, mayMiss: Demand['mayMiss']): string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((key) =>
    compare(`${name}, key ${key}`, wanted.get(key) ?? [], found.get(key) ?? [], mayMiss.get(key)),
  )
}

function compare(name: string, wanted: readonly Id[], found: readonly Id[], mayMiss?: ReadonlySet<Id>): string[] {
  if (wanted.join() === found.join()) return []
  // Of an event that becomes several records none may be missing alone.
  const eventOf = (id: Id) => (typeof id === 'number' ? Math.floor(id / (parts.length + 1)) : id)
  const events = new Set(found.map(eventOf))
  const isTorn = (id: Id) => events.has(eventOf(id))
  const lost = missing(wanted, found).filter((id) => !mayMiss?.has(id) || isTorn(id))
  const doubled = missing(found, wanted)
  return [
    ...lost.map((id) => `${name}: ${nameOf(id)} is lost`),
    ...doubled.map((id) => `${name}: ${nameOf(id)} is there once too often`),
    ...(isInOrder(wanted, found) || doubled.length > 0 ? [] : [`${name}: the order is not kept`]),
  ]
}

/** Whether the second list is the first one with some left out; an event that came twice is there twice. */
function isInOrder(wanted: readonly Id[], found: readonly Id[]): boolean {
  let at = 0
  for (const id of wanted) if (id === found[at]) at++
  return at === found.length
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
