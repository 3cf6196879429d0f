import type { Semantics } from '../runtime/differences.ts'
import type { BundledStep } from './bundle-flow.ts'

/** What a bundle has of a flow. */
export interface FlowParts {
  /** As written. */
  raw: Record<string, unknown>
  semantics: Semantics
  sources: BundledStep[]
  transformers: BundledStep[]
  destinations: BundledStep[]
  collector: Record<string, unknown>
  /** Transformers whose package cannot be run here; a stand-in can be given for them. */
  unproven: { name: string; package: string }[]
}
