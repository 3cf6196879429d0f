import type { Place } from '@mapping-designer/shared-types'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { applyFlowEdits, type FlowEdit } from './flow-edit.ts'
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

interface HistoryEntry {
  content: DocumentContent
  /** What was done to get from here to the next one, such as "change key path". */
  label: string
  /** The file it was of, so that one document is never saved into the file of another. */
  file: OpenFile | null
  hasBom: boolean
}

export interface DocumentState extends DocumentContent {
  past: readonly HistoryEntry[]
  future: readonly HistoryEntry[]
  /** Steps of the same kind soon after each other are one step; this is the kind of the last one. */
  lastStep: { kind: string; at: number } | null
  selectedSample: string | null
  /** Place of the selected rule below `mapping`, null for the destination itself. */
  selectedRule: Place | null
  selectedDestination: { flowName: string; name: string } | null
  /** Values for `$env` and `$secret` references, typed in for the preview; they never enter the flow text. */
  env: Readonly<Record<string, string>>
  /** The clock of this draft in ms since 1970: events without a timestamp are dated so. */
  now: number
  isEdited: boolean
  /** The file of the workspace that the text is of, as it was when it was opened or saved last. */
  file: OpenFile | null
  /** The file starts with a byte order mark, which the text here goes without. */
  hasBom: boolean
  actions: DocumentActions
}

export interface DocumentActions {
  /** Takes another flow; the one before comes back with undo. */
  open(content: DocumentContent, selectedRule?: Place | null): void
  setText(text: string, label: string, kind?: string): void
  edit(edits: readonly FlowEdit[], label: string, kind?: string): void
  /** Writes a sample into the flow as a step example: text and sample in one step. */
  saveTest(id: string, edits: readonly FlowEdit[], change: Pick<Sample, 'text' | 'example'>, label: string): void
  addSamples(samples: readonly Sample[]): void
  changeSample(id: string, change: Partial<Omit<Sample, 'id'>>, label: string): void
  removeSample(id: string): void
  duplicateSample(id: string): void
  selectSample(id: string): void
  selectRule(place: Place | null): void
  selectDestination(destination: { flowName: string; name: string }): void
  undo(): void
  redo(): void
  setEnv(name: string, value: string): void
  markSaved(): void
  setFile(file: OpenFile | null): void
}

export type DocumentStore = StoreApi<DocumentState>

export interface DocumentParts {
  clock: () => number
  newId: () => string
  initial: DocumentContent &
    Partial<
      Pick<DocumentState, 'now' | 'env' | 'selectedSample' | 'selectedRule' | 'selectedDestination' | 'file' | 'hasBom'>
    >
}

const sameStepWithin = 1_500
const historyLimit = 500

export function createDocumentStore({ clock, newId, initial }: DocumentParts): DocumentStore {
  return createStore<DocumentState>()((set, get) => {
    const commit = (change: Partial<DocumentContent>, label: string, kind = newId()) => {
      const { text, samples, past, lastStep, file, hasBom } = get()
      const at = clock()
      const isSameStep = lastStep?.kind === kind && at - lastStep.at < sameStepWithin && past.length > 0
      set({
        ...change,
        past: isSameStep ? past : [...past, { content: { text, samples }, label, file, hasBom }].slice(-historyLimit),
        future: [],
        lastStep: { kind, at },
        isEdited: true,
      })
    }
    const travel = (from: 'past' | 'future', to: 'past' | 'future') => {
      const state = get()
      const entry = state[from].at(-1)
      if (entry === undefined) return
      const { text, samples, file, hasBom } = state
      // Of one and the same file the newest version counts.
      const isSameFile = entry.file?.path === file?.path && entry.file?.workspace === file?.workspace
      set({
        ...entry.content,
        ...(!isSameFile && { file: entry.file, hasBom: entry.hasBom }),
        [from]: state[from].slice(0, -1),
        [to]: [...state[to], { content: { text, samples }, label: entry.label, file, hasBom }],
        lastStep: null,
        isEdited: true,
      })
      keepSelection()
    }
    const keepSelection = () => {
      const { samples, selectedSample } = get()
      if (!samples.some(({ id }) => id === selectedSample)) set({ selectedSample: samples[0]?.id ?? null })
    }

    return {
      text: initial.text,
      samples: initial.samples,
      past: [],
      future: [],
      lastStep: null,
      selectedSample: initial.selectedSample ?? initial.samples[0]?.id ?? null,
      selectedRule: initial.selectedRule ?? null,
      selectedDestination: initial.selectedDestination ?? null,
      env: initial.env ?? {},
      now: initial.now ?? clock(),
      isEdited: initial.file ? initial.file.base !== initial.text : false,
      file: initial.file ?? null,
      hasBom: initial.hasBom ?? false,
      actions: {
        open({ text, samples }, selectedRule = null) {
          const own = withoutBom(text)
          commit({ text: own, samples }, 'open a flow')
          set({
            selectedSample: samples[0]?.id ?? null,
            selectedRule,
            selectedDestination: null,
            isEdited: false,
            file: null,
            hasBom: own !== text,
          })
        },
        setText: (text, label, kind) => {
          if (text !== get().text) commit({ text }, label, kind)
        },
        edit: (edits, label, kind) => get().actions.setText(applyFlowEdits(get().text, edits), label, kind),
        saveTest(id, edits, change, label) {
          const { text, samples } = get()
          commit(
            {
              text: applyFlowEdits(text, edits),
              samples: samples.map((sample) => (sample.id === id ? { ...sample, ...change } : sample)),
            },
            label,
          )
        },
        addSamples(added) {
          commit(
            { samples: [...get().samples, ...added] },
            added.length === 1 ? 'add sample' : `add ${added.length} samples`,
          )
          set({ selectedSample: added[0]?.id ?? get().selectedSample })
        },
        changeSample(id, change, label) {
          const samples = get().samples.map((sample) => (sample.id === id ? { ...sample, ...change } : sample))
          commit({ samples }, label, `sample ${id} ${Object.keys(change).join()}`)
        },
        removeSample(id) {
          const { samples, selectedSample } = get()
          const index = samples.findIndex((sample) => sample.id === id)
          const rest = samples.filter((sample) => sample.id !== id)
          commit({ samples: rest }, 'delete sample')
          if (selectedSample === id) set({ selectedSample: (rest[index] ?? rest.at(-1))?.id ?? null })
        },
        duplicateSample(id) {
          const { samples } = get()
          const index = samples.findIndex((sample) => sample.id === id)
          const original = samples[index]
          if (original === undefined) return
          const copy = { ...original, id: newId(), title: `${original.title} (copy)`, example: undefined }
          commit({ samples: samples.toSpliced(index + 1, 0, copy) }, 'duplicate sample')
          set({ selectedSample: copy.id })
        },
        selectSample: (id) => set({ selectedSample: id }),
        selectRule: (place) => set({ selectedRule: place }),
        selectDestination: (destination) => set({ selectedDestination: destination, selectedRule: null }),
        undo: () => travel('past', 'future'),
        redo: () => travel('future', 'past'),
        setEnv(name, value) {
          const { [name]: _old, ...others } = get().env
          set({ env: value === '' ? others : { ...others, [name]: value } })
        },
        markSaved: () => set({ isEdited: false }),
        setFile: (file) => set({ file }),
      },
    }
  })
}

const bom = '\uFEFF'

/** A text without the byte order mark that some editors begin a file with. */
export function withoutBom(text: string): string {
  return text.startsWith(bom) ? text.slice(1) : text
}

/** The text as it belongs on disk. */
export function textOnDisk({ text, hasBom }: Pick<DocumentState, 'text' | 'hasBom'>): string {
  return hasBom ? bom + text : text
}
