import type { KafkaRecord } from '@mapping-designer/shared-types'
import { useMemo, useState } from 'react'
import { chosenProfile } from '../../bridge/bridge-store.ts'
import { useBridge, useView } from '../../designer/designer-context.tsx'
import { usePreview, usePreviews } from '../../designer/use-preview.ts'
import type { SamplePreview } from '../../preview/derive.ts'
import { checkTopic, isBlocked, type TopicCheck } from './check-topic.ts'
import { recordOf } from './use-produce.ts'

/** A record that would be sent, before it is. */
export interface PlannedRecord {
  preview: SamplePreview
  record: KafkaRecord
  check: TopicCheck
  isSent: boolean
}

/** The records that are looked at. Each is sent where it can go, until the person chooses otherwise. */
export function usePlanned() {
  const previews = usePlannedPreviews()
  const profile = useBridge(chosenProfile)
  const topics = useBridge((state) => state.topics)
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map())
  const planned = useMemo(
    () =>
      previews.flatMap((preview): PlannedRecord[] => {
        const record = recordOf(preview)
        if (record === null) return []
        const check = checkTopic(record.topic, profile, topics)
        return [{ preview, record, check, isSent: choices.get(preview.sample.id) ?? !isBlocked(check) }]
      }),
    [previews, profile, topics, choices],
  )
  const choose = (id: string, isSent: boolean) => setChoices((before) => new Map(before).set(id, isSent))
  return { planned, choose }
}

function usePlannedPreviews(): readonly SamplePreview[] {
  const current = usePreview()
  const all = usePreviews()
  const { scope, selected } = useScope()
  return useMemo(() => {
    if (scope === 'this') return current && isMessage(current) ? [current] : []
    return all.filter((preview) => isMessage(preview) && (scope === 'all' || selected.has(preview.sample.id)))
  }, [current, all, scope, selected])
}

/** Which records are looked at; those of selected samples where several are. */
export function useScope() {
  const scope = useView((state) => state.produceScope)
  const selected = useView((state) => state.selectedSamples)
  return { scope: scope === 'selected' && selected.size < 2 ? 'this' : scope, selected }
}

export function isMessage({ explanation }: SamplePreview): boolean {
  // What is assumed is nothing that walkerOS is known to send.
  return explanation?.outcome.kind === 'message' && explanation.outcome.assumed === undefined
}
