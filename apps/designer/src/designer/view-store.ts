import type { FileContent, KafkaRecord, Place, ProduceResult } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'

export type Theme = 'system' | 'light' | 'dark'
export type EditorTab = 'form' | 'code'
export type Pane = 'samples' | 'rules' | 'record' | 'problems'

/** A dialog over the page. */
export type Overlay = 'palette' | 'shortcuts' | 'share' | 'history'
export type Screen = 'design' | 'matrix' | 'cluster'
export type ClusterTab = 'topics' | 'records' | 'replay' | 'live' | 'connection'
export type RecordTab = 'value' | 'key' | 'headers' | 'why' | 'wire' | 'diff'

export interface Offer {
  message: string
  label: string
  run: () => void
}

/** What is open on the screen; nothing of it belongs to the document. */
export interface ViewState {
  theme: Theme
  editorTab: EditorTab
  /** The one pane that is shown up to 980 px. */
  pane: Pane
  /** The panes to design in, all samples side by side, or the cluster. */
  screen: Screen
  /** What of the cluster is shown. */
  clusterTab: ClusterTab
  /** The topic whose records are shown; the first one without it. */
  clusterTopic: string | null
  /** The record of that topic that a link names. */
  clusterRecord: { partition: string; offset: string } | null
  overlay: Overlay | null
  /** Where the tour is, null where nobody takes it. */
  tourStep: number | null
  /** The tab of the record that was chosen last. */
  recordTab: RecordTab
  isProduceOpen: boolean
  /** Which records the drawer starts with; the last choice stays. */
  produceScope: 'this' | 'all'
  /** The paste box over the samples. */
  isAddingSample: boolean
  /** The selected sample is shown as text. */
  isEditingSample: boolean
  /** A field that waits for a path from the field tree. */
  pathTarget: ((path: string) => void) | null
  /** A place of the config that the editor is to show, until it does. */
  goTo: Place | null
  /** The place in the mapped data that is looked at: marked in the fields, in the mapping and in the record. */
  link: readonly (string | number)[] | null
  /** What was produced last of a sample, with the digest of what was sent. */
  produced: Readonly<
    Record<string, ProduceResult & { profile: string; digest: string | null; record: KafkaRecord | null }>
  >
  notice: string | null
  /** The file on disk, where it was changed in the same lines as the draft. */
  conflict: FileContent | null
  /** Something that does not go as it is, and what would make it go. */
  offer: Offer | null
  /** How many tests of the flow fail, of how many. */
  tests: { count: number; failed: number }
  set(change: Partial<Omit<ViewState, 'set'>>): void
}

export type ViewStore = StoreApi<ViewState>

const themeKey = 'kafka-mapping-designer.theme'

export function createViewStore(storage: Storage): ViewStore {
  const stored = storage.getItem(themeKey)
  return createStore<ViewState>()((set) => ({
    theme: stored === 'light' || stored === 'dark' ? stored : 'system',
    editorTab: 'form',
    pane: 'record',
    screen: 'design',
    clusterTab: 'topics',
    clusterTopic: null,
    clusterRecord: null,
    overlay: null,
    tourStep: null,
    recordTab: 'value',
    isProduceOpen: false,
    produceScope: 'this',
    isAddingSample: false,
    isEditingSample: false,
    pathTarget: null,
    goTo: null,
    link: null,
    produced: {},
    notice: null,
    conflict: null,
    offer: null,
    tests: { count: 0, failed: 0 },
    set(change) {
      if (change.theme !== undefined) storage.setItem(themeKey, change.theme)
      set(change)
    },
  }))
}
