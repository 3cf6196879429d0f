import type { Place } from '@mapping-designer/shared-types'
import type { StoreApi } from 'zustand/vanilla'
import type { FlowEdit } from './flow-edit.ts'
import type { DocumentContent, HistoryEntry, OpenFile } from './history-entry.ts'
import type { PreviewSettings } from './preview-settings.ts'
import type { Sample } from './sample.ts'

export interface DocumentState extends DocumentContent {
  past: readonly HistoryEntry[]
  future: readonly HistoryEntry[]
  /** Steps of the same kind soon after each other are one step; this is the kind of the last one, null where it joins no other. */
  lastStep: { kind: string | null; at: number } | null
  selectedSample: string | null
  /** Place of the selected rule below `mapping`, null for the destination itself. */
  selectedRule: Place | null
  selectedDestination: { flowName: string; name: string } | null
  /** Values for `$env` and `$secret` references, typed in for the preview; they never enter the flow text, nor what is stored for good. */
  env: Readonly<Record<string, string>>
  /** How events are taken through the flow here. */
  settings: PreviewSettings
  /** The clock of this draft in ms since 1970: events without a timestamp are dated so. */
  now: number
  /** The clock stands still; else it is that of the computer. */
  isClockPinned: boolean
  isEdited: boolean
  /** The flow as it was opened or saved last; null where it never was. */
  savedText: string | null
  /** The file of the workspace that the text is of, as it was when it was opened or saved last. */
  file: OpenFile | null
  /** The file starts with a byte order mark, which the text here goes without. */
  hasBom: boolean
  /** The flow came from somebody else, and its functions are not run before the person says so. */
  isUntrusted: boolean
  /** The flow came by a link: no file takes its place by itself. */
  isShared: boolean
  actions: DocumentActions
}

export interface DocumentActions {
  /** Takes another flow; the one before comes back with undo. What was shared waits for trust. */
  open(content: DocumentContent, selectedRule?: Place | null, isShared?: boolean): void
  /** Lets the functions of the flow run. */
  trust(): void
  setText(text: string, label: string, kind?: string): void
  edit(edits: readonly FlowEdit[], label: string, kind?: string): void
  /** Writes a sample into the flow as a step example: text and sample in one step. */
  saveTest(id: string, edits: readonly FlowEdit[], change: Pick<Sample, 'text' | 'example'>, label: string): void
  /** Text and samples together in one step. */
  replace(content: DocumentContent, label: string): void
  addSamples(samples: readonly Sample[]): void
  changeSample(id: string, change: Partial<Omit<Sample, 'id'>>, label: string): void
  removeSamples(ids: readonly string[]): void
  removeAllSamples(): void
  /** Puts a sample before the one that stands at a position, counted from 0. */
  moveSample(id: string, to: number): void
  duplicateSample(id: string): void
  selectSample(id: string): void
  selectRule(place: Place | null): void
  selectDestination(destination: { flowName: string; name: string }): void
  /** What is done next is a step of its own, whatever came before. */
  endStep(): void
  undo(): void
  redo(): void
  /** Lets the clock stand still, or move again. */
  pinClock(isPinned: boolean): void
  /** Moves the clock to now, unless it is pinned. */
  moveClock(): void
  setEnv(name: string, value: string): void
  /** Changes how events are taken through the flow; the flow itself stays. */
  setSettings(change: Partial<PreviewSettings>): void
  markSaved(): void
  setFile(file: OpenFile | null): void
}

export type DocumentStore = StoreApi<DocumentState>
