import type { JsonObject } from '@mapping-designer/shared-types'

/** The schema of the values of each topic. */
export type Contract = Readonly<Record<string, JsonObject>>

/** A name for each topic; those that would be equal are numbered. */
export function uniqueNames(topics: readonly string[], nameOf: (topic: string) => string): Map<string, string> {
  const taken = new Set<string>()
  return new Map(
    topics.map((topic) => {
      const name = nameOf(topic)
      let free = name
      for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}${number}`
      taken.add(free.toLowerCase())
      return [topic, free]
    }),
  )
}
