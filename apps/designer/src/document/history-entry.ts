import type { Sample } from './sample.ts'

/** What a person makes: the flow text and the samples. Everything else on screen is derived from it. */
export interface DocumentContent {
  text: string
  samples: readonly Sample[]
}

export interface OpenFile {
  /** Which workspace it belongs to. */
  workspace: string
  path: string
  version: string
  /** The text of that version. */
  base: string
  isWritable: boolean
}

/** The document before a step. */
export interface HistoryEntry {
  content: DocumentContent
  /** What was done to get from here to the next one, such as "change key path". */
  label: string
  /** The file it was of, so that one document is never saved into the file of another. */
  file: OpenFile | null
  hasBom: boolean
  isUntrusted: boolean
}
