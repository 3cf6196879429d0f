import type { FlowDestination } from '@mapping-designer/mapping-engine'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BridgeState } from '../bridge/bridge-store.ts'
import type { DocumentStore } from '../document/document-state.ts'
import type { RuleEntry } from '../mapping/rule-list.ts'
import type { Later } from '../ui/later.ts'
import type { CodePreviews } from './code-previews.ts'
import type { Reading, SamplePreview, TopicLimits } from './derive.ts'
import type { PreviewPlan } from './preview-plan.ts'

/** What the document means now, each part computed once for a change. */
export interface Derived {
  reading: Reading
  /** The destination that is being designed, if the flow has one. */
  destination: FlowDestination | undefined
  rules: readonly RuleEntry[]
  /** What the chosen cluster tells of the sizes of its topics. */
  limits: TopicLimits
  plan: PreviewPlan | undefined
  /** Of the selected sample. */
  preview: SamplePreview | undefined
  /** The flow holds functions that wait for the person's word. */
  isCodeWaiting: boolean
}

export type DerivedStore = StoreApi<Derived>

export interface DerivedFrom {
  document: DocumentStore
  bridge: Pick<StoreApi<Pick<BridgeState, 'topics' | 'packedSizes'>>, 'getState' | 'subscribe'>
  code: CodePreviews
}

/** What of the engine works the rest out. */
interface DerivingEngine {
  createDeriving(from: DerivedFrom): () => Derived
}

const nothing: Derived = {
  reading: { destinations: [], json: null, error: null },
  destination: undefined,
  rules: [],
  limits: {},
  plan: undefined,
  preview: undefined,
  isCodeWaiting: false,
}

/**
 * Follows the document, the cluster and the worker; before the engine is loaded, nothing is known of them. Made before
 * anything else subscribes to them, so that a reader after a change finds what follows from it.
 */
export function createDerived(from: DerivedFrom, engine: Later<DerivingEngine>): DerivedStore {
  let derive = () => nothing
  const store = createStore<Derived>()(() => nothing)
  const follow = () => store.setState(derive())
  for (const source of [from.document, from.bridge, from.code.revision]) source.subscribe(follow)
  engine.use(({ createDeriving }) => {
    derive = createDeriving(from)
    follow()
  })
  return store
}
