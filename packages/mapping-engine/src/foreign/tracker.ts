import type { JsonObject } from '@mapping-designer/shared-types'

/** How an event of another tracker becomes one of walkerOS. It is plain JSON, so that people can read and change it. */
export interface Adapter {
  /** Names that walkerOS words in another way, as the tracker writes them. */
  names?: Record<string, string>
  /** The parts of the walkerOS event, each a mapping value. */
  map: JsonObject
}

type Data = Record<string, unknown>

/** A kind of event that other tools send or store. */
export interface Tracker {
  /** What such an event is, to stand after "is": "a Segment event". */
  title: string
  /** True where only the names of members speak for it. */
  isGuess?: boolean
  /** Whether a value has the shape of such an event. */
  isLike(event: Data): boolean
  /** Puts what no mapping can reach where one can. */
  prepare?(event: Data): Data
  /** None where the tracker sends it, and it still is no event. */
  adapter?: Adapter
}

/** Whether all of these members hold texts. */
export function hasTexts(event: Data, ...keys: string[]): boolean {
  return keys.every((key) => typeof event[key] === 'string')
}

/** Whether one of these members holds anything. */
export function hasAny(event: Data, ...keys: string[]): boolean {
  return keys.some((key) => event[key] !== undefined && event[key] !== null)
}

/** The members of an object but these. */
export function without(event: Data, ...keys: readonly string[]): Data {
  return Object.fromEntries(Object.entries(event).filter(([key]) => !keys.includes(key)))
}

/** Each item of a list as a nested product. */
export const nestedProducts = (list: string): JsonObject => ({
  loop: [list, { map: { entity: { value: 'product' }, data: '' } }],
})
