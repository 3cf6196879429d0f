import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { BridgeClient } from '../bridge/bridge-client.ts'
import type { BridgeState, BridgeStore } from '../bridge/bridge-store.ts'
import type { ReplayStore } from '../bridge/replay-store.ts'
import type { DocumentState, DocumentStore } from '../document/document-state.ts'
import type { LocalHistory } from '../document/history.ts'
import type { Analysis } from '../preview/analysis.ts'
import type { CodePreviews } from '../preview/code-previews.ts'
import type { Derived, DerivedStore } from '../preview/derived.ts'
import type { FileComparison } from '../preview/file-comparison.ts'
import type { GenuineChecks } from '../preview/genuine-checks.ts'
import { createPainted, type Painted } from '../preview/painted.ts'
import type { Schedule } from '../ui/after-events.ts'
import type { Produced, ProducedStore } from './produced.ts'
import type { ViewState } from './view-state.ts'
import type { ViewStore } from './view-store.ts'
import type { WorkspaceFiles } from './workspace.ts'

/** The parts of one designer; `create-parts` builds the real ones. */
export interface DesignerParts {
  client: BridgeClient
  document: DocumentStore
  bridge: BridgeStore
  view: ViewStore
  derived: DerivedStore
  /** Runs a task in the next pause of typing. */
  inPause: Schedule
  code: CodePreviews
  /** Of the flow as it was saved last, for comparison. */
  savedCode: CodePreviews
  /** Of the sample whose way is looked at, with the event at each hop. */
  journeys: CodePreviews
  /** Of the samples under other versions of walkerOS and other consent. */
  variants: CodePreviews
  fileComparison: FileComparison
  genuine: GenuineChecks
  files: WorkspaceFiles
  produced: ProducedStore
  replay: ReplayStore
  analysis: Analysis
  history: LocalHistory
  newId: () => string
}

const DesignerContext = createContext<DesignerParts | null>(null)
export const DesignerProvider = DesignerContext.Provider

export function useDesigner(): DesignerParts {
  const parts = useContext(DesignerContext)
  if (parts === null) throw new Error('There is no designer around this component.')
  return parts
}

const PaintedContext = createContext<Painted | null>(null)

/**
 * What is inside shows a keystroke in the next pause of typing, so that the input and the record are painted in the frame of the
 * key. Each such part renders by itself: a key gets in between.
 */
export function AfterPaint({ children }: { children: ReactNode }) {
  const parts = useDesigner()
  const [painted] = useState(() => createPainted(parts, parts.inPause))
  useLayoutEffect(() => painted.follow(), [painted])
  return <PaintedContext value={painted}>{children}</PaintedContext>
}

/** The document and what follows from it, as they are shown here. */
export function useShown(): Pick<DesignerParts, 'document' | 'derived'> {
  const parts = useDesigner()
  return useContext(PaintedContext) ?? parts
}

export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useShown().document, select)
}

export function useDerived<T>(select: (derived: Derived) => T): T {
  return useStore(useShown().derived, select)
}

export function useBridge<T>(select: (state: BridgeState) => T): T {
  return useStore(useDesigner().bridge, select)
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useDesigner().view, select)
}

/** What was produced last of a sample. */
export function useProduced(sample: string): Produced[string] | undefined {
  return useStore(useDesigner().produced, (produced) => produced[sample])
}
