import { outcomeDigest } from '@mapping-designer/mapping-engine'
import type { KafkaRecord, ProduceResult } from '@mapping-designer/shared-types'
import { useDesigner, useDocument } from '../../designer/designer-context.tsx'
import type { SamplePreview } from '../../preview/derive.ts'
import { requestOf } from '../../preview/way-of.ts'

/** A sample with what became of its record. */
export interface Sent {
  sample: SamplePreview
  /** The record as it was shown; an event may be sent as several. */
  record: KafkaRecord | undefined
  result: ProduceResult
}

export function recordOf({ explanation }: SamplePreview): KafkaRecord | null {
  return explanation?.outcome.kind === 'message' ? explanation.outcome.record : null
}

function recordsOf({ explanation }: SamplePreview): KafkaRecord[] {
  const outcome = explanation?.outcome
  return (outcome?.copies ?? [outcome]).flatMap((one) => (one?.kind === 'message' ? [one.record] : []))
}

/** Sends what is on the screen, with the digest of each record so that nothing else can be sent. */
export function useProduce() {
  const { document, bridge, produced: last } = useDesigner()
  const selected = useDocument((state) => state.selectedDestination)
  return async (chosen: readonly SamplePreview[], verify: boolean, confirm: string | undefined): Promise<Sent[]> => {
    const { text, now, env, settings } = document.getState()
    const digests = await Promise.all(
      chosen.map(({ explanation }) => (explanation ? outcomeDigest(explanation.outcome) : null)),
    )
    const results = await bridge.getState().actions.produce({
      flow: text,
      ...(selected && { flowName: selected.flowName, destination: selected.name }),
      ...requestOf(settings),
      events: chosen.map(({ event }) => event),
      now,
      env: { ...env },
      digests,
      verify,
      ...(confirm !== undefined && { confirm }),
    })
    const profile = bridge.getState().profile ?? ''
    const sent = results.flatMap((result, at) => {
      const sample = chosen[result.index]
      const nth = results.slice(0, at).filter(({ index }) => index === result.index).length
      return sample ? [{ sample, record: recordsOf(sample)[nth], result }] : []
    })
    const produced = Object.fromEntries(
      sent.map(({ sample, result }) => [
        sample.sample.id,
        { ...result, profile, digest: digests[result.index] ?? null, record: recordOf(sample) },
      ]),
    )
    last.setState(produced)
    void bridge.getState().actions.refreshTopics()
    return sent
  }
}
