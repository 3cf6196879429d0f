import { chooseDestination, type FlowDestination } from '@mapping-designer/mapping-engine'
import { apiContract } from '@mapping-designer/shared-types'
import { copyText } from '../../designer/copy-text.ts'
import type { DesignerParts } from '../../designer/designer-context.tsx'
import { readFlow } from '../../document/read-text.ts'

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

/** Copies the record on screen, or the program that would send it; does nothing where there is no record. */
export async function copyRecord(parts: DesignerParts, form: CopyForm): Promise<void> {
  const { document, bridge, view, derived } = parts
  const { destination, preview } = derived.getState()
  const { event, explanation } = preview ?? {}
  const outcome = explanation?.outcome
  if (!event || destination === undefined || !outcome || !('record' in outcome)) return
  const { curlSnippet, esmSnippet, kafkajsSnippet, kcatRefusal, kcatSnippet, walkerosSnippet } = await import(
    '@mapping-designer/mapping-engine/snippets'
  )
  const { record, send } = outcome
  const { text, now } = document.getState()
  const input = { ...exported(text, destination), event, record, send }
  const refusal = form === 'kcat' ? kcatRefusal(record, input.config) : null
  if (refusal !== null) return view.getState().actions.say(refusal)
  const texts: Record<CopyForm, () => string> = {
    record: () => JSON.stringify(record, null, 2),
    key: () => record.key,
    value: () => record.value,
    walkeros: () => walkerosSnippet(input),
    esm: () => esmSnippet(input),
    kafkajs: () => kafkajsSnippet(input),
    kcat: () => kcatSnippet(input),
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
  await copyText(parts, texts[form](), copyForms[form])
}

/** Secrets that were typed in for the preview are not copied. */
function exported(text: string, { flowName, name }: FlowDestination) {
  const reading = readFlow(text)
  const written = reading.isReadable ? chooseDestination(reading.destinations, { flowName, destination: name }) : null
  return written && 'config' in written
    ? { config: written.effective, collector: written.collector }
    : { config: undefined, collector: {} }
}
