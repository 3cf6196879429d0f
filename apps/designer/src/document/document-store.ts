import { createStore } from 'zustand/vanilla'
import { withoutBom } from './byte-order-mark.ts'
import type { DocumentActions, DocumentState, DocumentStore } from './document-state.ts'
import { applyFlowEdits } from './flow-edit.ts'
import type { DocumentContent } from './history-entry.ts'
import { type KeptSteps, keepSteps, restoreSteps } from './kept-steps.ts'
import { defaultSettings } from './preview-settings.ts'
import type { Sample } from './sample.ts'

const keptFields = [
  'text',
  'samples',
  'now',
  'isClockPinned',
  'settings',
  'selectedSample',
  'selectedRule',
  'selectedDestination',
  'file',
  'hasBom',
  'isUntrusted',
  'isShared',
  'savedText',
] as const

/** What of a document outlives its page. */
export type Draft = KeptState & { steps?: KeptSteps }
type KeptState = Pick<DocumentState, (typeof keptFields)[number]>

/** Characters of earlier steps that are kept with a draft. */
const maxStepText = 1_000_000

export function draftOf(state: DocumentState): Draft {
  const kept = Object.fromEntries(keptFields.map((name) => [name, state[name]])) as KeptState
  return { ...kept, steps: keepSteps(state, maxStepText) }
}

export interface DocumentParts {
  clock: () => number
  newId: () => string
  initial: DocumentContent & Partial<Draft & Pick<DocumentState, 'env'>>
}

const sameStepWithin = 1_500
const historyLimit = 500

export function createDocumentStore({ clock, newId, initial }: DocumentParts): DocumentStore {
  return createStore<DocumentState>()((set, get) => {
    const parts: ActionParts = { set, get, clock, newId, commit: commitTo(set, get, clock) }
    return {
      text: initial.text,
      samples: initial.samples,
      ...restoreSteps(initial.steps ?? { past: [], future: [] }, initial.samples),
      lastStep: null,
      selectedSample: idOf(initial.samples, initial.selectedSample ?? null),
      selectedRule: initial.selectedRule ?? null,
      selectedDestination: initial.selectedDestination ?? null,
      env: initial.env ?? {},
      now: initial.isClockPinned ? (initial.now ?? clock()) : clock(),
      isClockPinned: initial.isClockPinned ?? false,
      settings: { ...defaultSettings, ...initial.settings },
      isEdited: initial.file ? initial.file.base !== initial.text : false,
      savedText: initial.savedText ?? null,
      file: initial.file ?? null,
      hasBom: initial.hasBom ?? false,
      isUntrusted: initial.isUntrusted ?? false,
      isShared: initial.isShared ?? false,
      actions: { ...flowActions(parts), ...sampleActions(parts), ...selectionActions(parts) },
    }
  })
}

type Set = (change: Partial<DocumentState>) => void
type Get = () => DocumentState
type Commit = (change: Partial<DocumentContent>, label: string, kind?: string | null) => void

interface ActionParts {
  set: Set
  get: Get
  clock: () => number
  newId: () => string
  commit: Commit
}

/** Makes each change a step to undo, or a part of the last one. */
function commitTo(set: Set, get: Get, clock: () => number): Commit {
  return (change, label, kind = null) => {
    const { text, samples, past, lastStep, file, hasBom, isUntrusted } = get()
    const at = clock()
    const isSameStep = kind !== null && lastStep?.kind === kind && at - lastStep.at < sameStepWithin && past.length > 0
    set({
      ...change,
      past: isSameStep
        ? past
        : [...past, { content: { text, samples }, label, file, hasBom, isUntrusted }].slice(-historyLimit),
      future: [],
      lastStep: { kind, at },
      isEdited: true,
    })
  }
}

function travel({ set, get }: ActionParts, from: 'past' | 'future', to: 'past' | 'future'): void {
  const state = get()
  const entry = state[from].at(-1)
  if (entry === undefined) return
  const { text, samples, file, hasBom, isUntrusted } = state
  // Of one and the same file the newest version counts.
  const isSameFile = entry.file?.path === file?.path && entry.file?.workspace === file?.workspace
  set({
    ...entry.content,
    isUntrusted: entry.isUntrusted,
    ...(!isSameFile && { file: entry.file, hasBom: entry.hasBom }),
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], { content: { text, samples }, label: entry.label, file, hasBom, isUntrusted }],
    lastStep: null,
    isEdited: true,
  })
  set({ selectedSample: idOf(get().samples, get().selectedSample) })
}

function flowActions(parts: ActionParts) {
  const { set, get, clock, commit } = parts
  return {
    trust: () => set({ isUntrusted: false }),
    open({ text, samples }, selectedRule = null, isShared = false) {
      const own = withoutBom(text)
      commit({ text: own, samples }, 'open a flow')
      set({
        selectedSample: samples[0]?.id ?? null,
        selectedRule,
        selectedDestination: null,
        settings: defaultSettings,
        isEdited: false,
        savedText: own,
        ...(!get().isClockPinned && { now: clock() }),
        file: null,
        hasBom: own !== text,
        isUntrusted: isShared,
        isShared,
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
    replace: (content, label) => commit(content, label),
    undo: () => travel(parts, 'past', 'future'),
    redo: () => travel(parts, 'future', 'past'),
    endStep: () => set({ lastStep: null }),
    markSaved: () => set({ isEdited: false, savedText: get().text }),
    setFile: (file) => set({ file }),
  } satisfies Partial<DocumentActions>
}

function sampleActions({ set, get, newId, commit }: ActionParts) {
  return {
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
    removeSamples(ids) {
      const { samples, selectedSample } = get()
      const isLeft = ({ id }: Sample) => !ids.includes(id)
      const rest = samples.filter(isLeft)
      if (rest.length === samples.length) return
      commit(
        { samples: rest },
        rest.length === samples.length - 1 ? 'delete sample' : `delete ${samples.length - rest.length} samples`,
      )
      const index = samples.findIndex(({ id }) => id === selectedSample)
      const next = samples.slice(index).find(isLeft) ?? samples.slice(0, index).findLast(isLeft)
      set({ selectedSample: next?.id ?? null })
    },
    removeAllSamples() {
      commit({ samples: [] }, 'delete all samples')
      set({ selectedSample: null })
    },
    moveSample(id, to) {
      const { samples } = get()
      const from = samples.findIndex((sample) => sample.id === id)
      const moved = samples[from]
      if (moved === undefined || to < 0 || to >= samples.length || to === from) return
      commit({ samples: samples.toSpliced(from, 1).toSpliced(to, 0, moved) }, 'move sample', `move ${id}`)
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
  } satisfies Partial<DocumentActions>
}

function selectionActions({ set, get, clock }: ActionParts) {
  return {
    pinClock: (isClockPinned) => set({ isClockPinned, ...(!isClockPinned && { now: clock() }) }),
    moveClock() {
      if (!get().isClockPinned) set({ now: clock() })
    },
    selectSample: (id) => set({ selectedSample: id }),
    selectRule: (place) => set({ selectedRule: place }),
    selectDestination: (destination) => set({ selectedDestination: destination, selectedRule: null }),
    setSettings: (change) => set({ settings: { ...get().settings, ...change } }),
    setEnv(name, value) {
      const { [name]: _old, ...others } = get().env
      set({ env: value === '' ? others : { ...others, [name]: value } })
    },
  } satisfies Partial<DocumentActions>
}

/** The id, or that of the first sample where there is no such sample. */
function idOf(samples: readonly Sample[], id: string | null): string | null {
  return samples.some((sample) => sample.id === id) ? id : (samples[0]?.id ?? null)
}
