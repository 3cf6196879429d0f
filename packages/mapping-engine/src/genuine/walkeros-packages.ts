import { startFlow } from '@walkeros/collector'
import { destinationKafka } from '@walkeros/server-destination-kafka'
import { transformerValidate } from '@walkeros/transformer-validate'
import type { Runtime } from '../runtime/differences.ts'
import { provenVersion } from '../runtime/versions.ts'

/** Published packages that an event can be pushed through. */
export interface WalkerosPackages {
  /** Of collector and core: it decides what their bundler keeps of a step. */
  runtime: Runtime
  startFlow(config: Record<string, unknown>): Promise<StartedFlow>
  destinationKafka: unknown
  transformerValidate: unknown
}

type Push = (event: unknown) => Promise<{ ok?: boolean; queued?: unknown } | undefined>

interface StartedFlow {
  collector: { trace: string; push: Push; sources: Record<string, { push: Push }> }
}

/** Those that come with the designer. */
export const bundledPackages = {
  runtime: provenVersion,
  startFlow,
  destinationKafka,
  transformerValidate,
} as unknown as WalkerosPackages
