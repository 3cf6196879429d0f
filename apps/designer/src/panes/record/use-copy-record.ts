import { chooseDestination, collectorOf, effectiveConfig, type FlowDestination } from '@mapping-designer/mapping-engine'
import { apiContract } from '@mapping-designer/shared-types'
import { useDesigner } from '../../designer/designer-context.tsx'
import { useDestination } from '../../designer/use-preview.ts'
import { readFlow } from '../../document/read-text.ts'
import type { SamplePreview } from '../../preview/derive.ts'

/** What a record can be copied as. */
export const copyForms = {
  record: 'Record as JSON',
  key: 'Key',
  value: 'Value',
  walkeros: 'As walkeros push command',
  esm: 'As ESM program',
  kafkajs: 'As kafkajs call',
  kcat: 'As kcat command',
  curl: 'As curl command for the bridge',
}
export type CopyForm = keyof typeof copyForms

/** Copies the record on screen, or the program that would send it; null where there is no record. */
export function useCopyRecord(preview: SamplePreview | undefined): ((form: CopyForm) => Promise<void>) | null {
  const { document, bridge, view } = useDesigner()
  const destination = useDestination()
  const outcome = preview?.explanation?.outcome
  const event = preview?.event
  if (!event || destination === undefined || !outcome || !('record' in outcome)) return null
  // Secrets that were typed in for the preview are not copied.
  const exported = ({ flowName, name }: FlowDestination) => {
    const reading = readFlow(document.getState().text)
    const written = reading.isReadable ? chooseDestination(reading.destinations, { flowName, destination: name }) : null
    return written && 'config' in written
      ? { config: effectiveConfig(written), collector: collectorOf(written) }
      : { config: undefined, collector: {} }
  }
  return async (form) => {
    const { curlSnippet, esmSnippet, kafkajsSnippet, kcatRefusal, kcatSnippet, walkerosSnippet } = await import(
      '@mapping-designer/mapping-engine/snippets'
    )
    const { record, send } = outcome
    const refusal = form === 'kcat' ? kcatRefusal(record) : null
    if (refusal !== null) return view.getState().set({ notice: refusal })
    const facts = { ...exported(destination), event, record, send }
    const { text, now } = document.getState()
    const texts: Record<CopyForm, () => string> = {
      record: () => JSON.stringify(record, null, 2),
      key: () => record.key,
      value: () => record.value,
      walkeros: () => walkerosSnippet(facts),
      esm: () => esmSnippet(facts),
      kafkajs: () => kafkajsSnippet(facts),
      kcat: () => kcatSnippet(facts),
      curl: () =>
        curlSnippet({
          url: `${location.origin}${apiContract.produce.produce.path}`,
          profile: bridge.getState().profile ?? 'local',
          flow: text,
          flowName: destination.flowName,
          destination: destination.name,
          event,
          now,
        }),
    }
    await navigator.clipboard.writeText(texts[form]())
    view.getState().set({ notice: `Copied: ${copyForms[form]}.` })
  }
}
