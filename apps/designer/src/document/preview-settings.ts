import type { StandIns } from '@mapping-designer/shared-types'

/** How the page takes events through the flow. It is kept with the draft and is no part of the flow text. */
export interface PreviewSettings {
  /** Where events come in: `collector`, or `source.NAME` with its mapping and chain. */
  into: string
  /** The request that the source got the events with, as JSON that somebody typed; empty for none. */
  scope: string
  /** The version of walkerOS to preview as, in place of the one that the flow runs. */
  previewAs: string | null
  /** What is assumed of transformers that cannot be run, by their name. */
  assume: StandIns
}

export const defaultSettings: PreviewSettings = { into: 'collector', scope: '', previewAs: null, assume: {} }
