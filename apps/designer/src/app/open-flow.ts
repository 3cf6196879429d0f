import { readFlow } from '@mapping-designer/mapping-engine'
import type { DesignerParts } from './designer-context.tsx'
import { samplesOf } from './examples.ts'

/** Opens a flow file with its step examples as samples; answers in a sentence why it cannot, and then changes nothing. */
export function openFlowText({ document, newId }: DesignerParts, text: string): string | null {
  const reading = readFlow(text)
  if (!reading.isReadable) return [reading.error.message, reading.error.hint].filter(Boolean).join(' ')
  if (reading.destinations.length === 0) {
    return 'The flow file has no Kafka destination: none of its destinations has the package @walkeros/server-destination-kafka.'
  }
  const { samples, actions } = document.getState()
  const own = samplesOf(text, newId)
  actions.open({ text, samples: own.length > 0 ? own : samples })
  return null
}
