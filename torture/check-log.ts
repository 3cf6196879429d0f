/** An event or a record in a log, as an independent consumer of committed records sees it. */
export interface Entry {
  key: string
  value: string
}

/** What has to be so when all of the input is mapped: sentences about what is not; none where all is well. */
export function checkLog(input: readonly Entry[], output: readonly Entry[], deadLetters: readonly Entry[]): string[] {
  const isEvent = ({ value }: Entry) => value.startsWith('{')
  return [
    ...compareByKey('output', input.filter(isEvent), output),
    ...compareByKey(
      'dead letters',
      input.filter((one) => !isEvent(one)),
      deadLetters,
    ),
  ]
}

/** The entries of each key are in both logs, as often and in the same order. */
function compareByKey(name: string, wanted: readonly Entry[], found: readonly Entry[]): string[] {
  const [wantedByKey, foundByKey] = [wanted, found].map((log) => Map.groupBy(log, ({ key }) => key))
  const keys = new Set([...(wantedByKey?.keys() ?? []), ...(foundByKey?.keys() ?? [])])
  return [...keys].flatMap((key) =>
    compare(`${name}, key ${key}`, numbersOf(wantedByKey?.get(key)), numbersOf(foundByKey?.get(key))),
  )
}

/** The number of an event stands in its value, whatever is around it. */
const numbersOf = (entries: readonly Entry[] = []) => entries.map(({ value }) => /\d+/.exec(value)?.[0] ?? value)

function compare(name: string, wanted: readonly string[], found: readonly string[]): string[] {
  if (wanted.join() === found.join()) return []
  const lost = missing(wanted, found)
  const doubled = missing(found, wanted)
  if (lost.length + doubled.length === 0) return [`${name}: the order is not kept`]
  return [
    ...lost.map((number) => `${name}: ${number} is lost`),
    ...doubled.map((number) => `${name}: ${number} is there once too often`),
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
