/** An event or a record in a log, as an independent consumer of committed records sees it. */
export interface Entry {
  key: string
  value: string
}

/** What is committed in the topics of a run. */
export interface Logs {
  input: readonly Entry[]
  output: readonly Entry[]
  /** Output of a topic that was deleted in the midst of it, so that some may be missing. */
  side: readonly Entry[]
  deadLetters: readonly Entry[]
}

/** The parts that an event `order split` becomes, each a record. */
export const parts = [1, 2, 3]

/** What has to be so when all of the input is mapped: sentences about what is not; none where all is well. */
export function checkLog({ input, output, side, deadLetters }: Logs): string[] {
  const wanted = Map.groupBy(input.flatMap(recordsOf), ({ log }) => log)
  return [
    ...compareByKey('output', wanted.get('output'), output.map(readRecord)),
    ...compareByKey('side', wanted.get('side'), side.map(readRecord)).filter((one) => !one.endsWith('is lost')),
    ...compareByKey('dead letters', wanted.get('dead letters'), deadLetters.map(asItIs)),
  ]
}

/** Of the events that brokers acknowledged by their numbers, those that the input does not hold. */
export function missingIn(input: readonly Entry[], acknowledged: ReadonlySet<number>): number[] {
  const numbers = new Set(input.flatMap(({ value }) => (value.startsWith('{') ? [JSON.parse(value).data.number] : [])))
  return [...acknowledged].filter((number) => !numbers.has(number))
}

interface Found {
  key: string
  id: string
}

const asItIs = ({ key, value }: Entry): Found => ({ key, id: value })

function readRecord({ key, value }: Entry): Found {
  const { number, part } = JSON.parse(value)
  return { key, id: part === undefined ? `${number}` : `${number}.${part}` }
}

/** What an event has to become. */
function recordsOf(entry: Entry): (Found & { log: 'output' | 'side' | 'dead letters' })[] {
  if (!entry.value.startsWith('{')) return [{ ...asItIs(entry), log: 'dead letters' }]
  const { name, data } = JSON.parse(entry.value)
  const { key } = data
  const id = `${data.number}`
  switch (name) {
    case 'order complete':
      return [{ key, id, log: 'output' }]
    case 'order side':
      return [{ key, id, log: 'side' }]
    case 'order split':
      return parts.map((part) => ({ key, id: `${id}.${part}`, log: 'output' }))
    default:
      return []
  }
}

/** The records of each key are as wanted, as often and in the same order. */
function compareByKey(name: string, wanted: readonly Found[] = [], found: readonly Found[] = []): string[] {
  const [wantedByKey, foundByKey] = [wanted, found].map((log) => Map.groupBy(log, ({ key }) => key))
  const keys = new Set([...(wantedByKey?.keys() ?? []), ...(foundByKey?.keys() ?? [])])
  return [...keys].flatMap((key) =>
    compare(`${name}, key ${key}`, idsOf(wantedByKey?.get(key)), idsOf(foundByKey?.get(key))),
  )
}

const idsOf = (found: readonly Found[] = []) => found.map(({ id }) => id)

function compare(name: string, wanted: readonly string[], found: readonly string[]): string[] {
  if (wanted.join() === found.join()) return []
  const lost = missing(wanted, found)
  const doubled = missing(found, wanted)
  const left = new Set(found)
  const isInOrder = wanted.filter((id) => left.has(id)).join() === [...left].join()
  return [
    ...lost.map((id) => `${name}: ${id} is lost`),
    ...doubled.map((id) => `${name}: ${id} is there once too often`),
    ...(isInOrder || doubled.length > 0 ? [] : [`${name}: the order is not kept`]),
  ]
}

/** Those of the first list that are not in the second, each as often as it is missing. */
function missing(all: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1)
  return all.filter((one) => {
    const count = left.get(one) ?? 0
    left.set(one, count - 1)
    return count <= 0
  })
}
