import type { ConsentState, FlowDestination, FollowedEvent } from '@mapping-designer/mapping-engine'
import { memberOf, needsCode, reasonOf } from '@mapping-designer/mapping-engine'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { useDesigner, useDocument } from '../designer/designer-context.tsx'
import { withConsent } from '../designer/use-consent-states.ts'
import { useDestination, usePreview, useReading } from '../designer/use-preview.ts'
import { readSample } from '../document/sample.ts'
import { planAt } from '../preview/derive.ts'
import { codeRequest } from '../preview/deriving.ts'
import type { PreviewPlan } from '../preview/preview-plan.ts'
import { wholeWayOf } from '../preview/way-of.ts'
import { describeJourney, type JourneyStory } from './describe-journey.ts'

const noLimits = {}

export interface ShownJourney {
  story: JourneyStory
  flowName: string
  /** The worker still follows the event as the flow is now. */
  isPending: boolean
}

/** The way of the selected sample through the whole flow, under another consent where one is given; null where the flow or the sample cannot be read. */
export function useJourney(consent?: ConsentState): ShownJourney | { failure: string } | null {
  const { journeys } = useDesigner()
  useStore(journeys.revision)
  const { json } = useReading()
  const chosen = useDestination()
  const { env, settings, now, isUntrusted } = useFlowState()
  const selected = usePreview()?.sample
  const sample = useMemo(() => (selected && consent ? withConsent(selected, consent) : selected), [selected, consent])
  const followed = useMemo(() => {
    if (chosen === undefined) return undefined
    const destination = wholeWayOf(chosen, json, env, settings)
    const plan: PreviewPlan = Object.assign(planAt(destination, now, noLimits, isUntrusted), {
      isFollowed: true,
      runsCode: needsCode(destination) && !isUntrusted,
    })
    return { destination, plan }
  }, [chosen, json, env, settings, now, isUntrusted])
  useEffect(() => {
    if (followed === undefined || sample === undefined || followed.destination.whole === undefined) return
    const request = codeRequest(followed.plan, followed.destination, now, noLimits, [sample])
    journeys.request({ ...request, hasSnapshots: true })
  }, [journeys, followed, sample, now])
  if (followed === undefined || sample === undefined) return null
  return show(followed.destination, journeys.find(followed.plan, sample) ?? null, journeys.last(sample.id) ?? null)

  function show(destination: FlowDestination, current: Found, last: Found): ShownJourney | { failure: string } | null {
    const { whole, refused, flowName } = destination
    if (whole === undefined) return { failure: refused?.message ?? 'The flow cannot be followed.' }
    const reading = sample === undefined ? undefined : readSample(sample)
    if (!reading?.isReadable) return { failure: reading?.message ?? 'There is no sample.' }
    const found = current ?? last
    if (!found) return null
    if (found.journey === undefined) return { failure: endOf(found) }
    const around = { flow: memberOf(whole.file, 'flows', flowName), flowName }
    const story = describeJourney(around, settings.into, reading.event, found as FollowedEvent)
    return { story, flowName, isPending: current === null }
  }
}

/** Why there is no way to show. */
function endOf({ outcome }: NonNullable<Found>): string {
  return 'record' in outcome ? 'The event was not followed.' : `${reasonOf(outcome)}.`
}

type Found = ReturnType<ReturnType<typeof useDesigner>['journeys']['find']> | null

function useFlowState() {
  const env = useDocument((state) => state.env)
  const settings = useDocument((state) => state.settings)
  const now = useDocument((state) => state.now)
  const isUntrusted = useDocument((state) => state.isUntrusted)
  return { env, settings, now, isUntrusted }
}
