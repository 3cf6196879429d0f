import { type ConsentRow, type FlowDestination, markedPersonal } from '@mapping-designer/mapping-engine'
import { useMemo } from 'react'
import { useDocument } from '../../designer/designer-context.tsx'
import { useConsentStates, withConsent } from '../../designer/use-consent-states.ts'
import { useDestination, usePlan, useReading } from '../../designer/use-preview.ts'
import { useVariants, type Variant, withId } from '../../designer/use-variants.ts'
import { planAt } from '../../preview/derive.ts'
import { wayOf } from '../../preview/way-of.ts'
import { consentRows } from './consent-rows.ts'

/** Samples that are evaluated under each state; more would be waited for. */
export const maxSamples = 100

/** What one destination gets of the samples under each state. */
export interface ConsentPart {
  destination: FlowDestination
  /** One for each state. */
  variants: readonly Variant[]
  rows: readonly ConsentRow[]
}

/** The Kafka destinations of the flow that is being designed. */
export function useNames(): string[] {
  const { destinations } = useReading()
  const flowName = useDestination()?.flowName
  return destinations.filter((one) => one.flowName === flowName).map(({ name }) => name)
}

/** Fields by states of consent for the destination with a name, or for each one of the flow. */
export function useConsentMatrix(scope: 'this' | 'all', name: string | null) {
  const samples = useDocument((state) => state.samples)
  const selected = useDocument((state) => state.selectedSample)
  const now = useDocument((state) => state.now)
  const shown = useMemo(
    () => (scope === 'this' ? samples.filter(({ id }) => id === selected) : samples.slice(0, maxSamples)),
    [scope, samples, selected],
  )
  const states = useConsentStates(shown)
  const planned = usePlanned(name)
  const variants = useMemo(
    () =>
      planned.flatMap((one) =>
        states.map(
          (state): Variant => ({ ...one, samples: shown.map((sample) => withConsent(withId(sample), state)) }),
        ),
      ),
    [planned, states, shown],
  )
  const outcomes = useVariants(variants, now)
  const parts = useMemo(
    () =>
      planned.map(({ destination }, index): ConsentPart => {
        const [from, to] = [index * states.length, (index + 1) * states.length]
        const rows = consentRows(states, outcomes.slice(from, to), markedPersonal(destination.step))
        return { destination, variants: variants.slice(from, to), rows }
      }),
    [planned, variants, states, outcomes],
  )
  return { states, parts, isPending: outcomes.some((ofState) => ofState.includes(null)) }
}

const noLimits = {}

/** The destinations with the way that events take to each, and a plan. */
function usePlanned(wanted: string | null): Omit<Variant, 'samples'>[] {
  const { destinations, json } = useReading()
  const own = useDestination()
  const ownPlan = usePlan()
  const env = useDocument((state) => state.env)
  const settings = useDocument((state) => state.settings)
  const now = useDocument((state) => state.now)
  const isUntrusted = useDocument((state) => state.isUntrusted)
  return useMemo(() => {
    if (own === undefined || ownPlan === undefined) return []
    return destinations
      .filter(({ flowName, name }) => flowName === own.flowName && name === (wanted ?? name))
      .map((one) => {
        if (one.name === own.name) return { destination: own, plan: ownPlan }
        const destination = wayOf(one, json, env, settings)
        return { destination, plan: planAt(destination, now, noLimits, isUntrusted) }
      })
  }, [destinations, json, own, ownPlan, env, settings, now, isUntrusted, wanted])
}

/** What a row is called among those of several destinations. */
export function rowName({ field, topic }: ConsentRow, { name }: FlowDestination, isOnly: boolean): string {
  return `${field === '' ? 'the value' : field} on ${topic}${isOnly ? '' : ` of ${name}`}`
}
