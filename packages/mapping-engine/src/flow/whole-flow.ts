import type { JsonValue, StandIns } from '@mapping-designer/shared-types'

/** How an event comes in: as `walkeros push` hands it to the collector, or as a source hands it over. */
export type Entry = { into: 'collector' } | { into: 'source'; name: string }

/** The flow around a destination, and how its events come in. */
export interface WholeFlow {
  file: JsonValue
  /** Values for `$env` and `$secret` references. */
  env: Readonly<Record<string, string>>
  entry: Entry
  /** The request that the source got the events with. */
  scope?: unknown
  /** What is assumed of transformers that cannot be run, by their name. */
  assume?: StandIns | undefined
}
