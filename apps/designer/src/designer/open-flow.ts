import { compileDestination, valueAt, writeEvent } from '@mapping-designer/mapping-engine'
import { readExamples } from '@mapping-designer/mapping-engine/examples'
import type { Place } from '@mapping-designer/shared-types'
import type { DocumentStore } from '../document/document-state.ts'
import { readFlow, tooDeep } from '../document/read-text.ts'
import type { Sample } from '../document/sample.ts'
import { readSample } from '../document/sample.ts'
import { readSharedFile, type Shared, unpackShared } from '../document/share.ts'
import { listRules } from '../mapping/rule-list.ts'
import type { Example } from './examples.ts'

export interface OpenParts {
  document: DocumentStore
  newId: () => string
}

/** What a person may do about a text that cannot be opened as it is. */
export interface ImportOffer {
  message: string
  label: string
  /** The text that is opened then. */
  text: string
}

export type OpenAnswer =
  | { kind: 'opened'; message: string | null }
  | { kind: 'offer'; offer: ImportOffer }
  | { kind: 'refused'; message: string }

/**
 * Opens a flow file, or a part of one in a new file around it, with its step examples as samples. What cannot be opened
 * changes nothing.
 */
export async function openText(parts: OpenParts, text: string): Promise<OpenAnswer> {
  const shared = readSharedFile(text) ?? unpackShared(text)
  if (shared !== null) {
    const refusal = openShared(parts, shared)
    return refusal === null
      ? { kind: 'opened', message: 'Opened what was shared.' }
      : { kind: 'refused', message: refusal }
  }
  const { importText } = await import('@mapping-designer/mapping-engine/import')
  const imported = await importText(text).catch((error: unknown) => {
    if (error instanceof RangeError) return { kind: 'refused' as const, message: tooDeep }
    throw error
  })
  switch (imported.kind) {
    case 'flow':
      openFlowText(parts, imported.text)
      return { kind: 'opened', message: null }
    case 'wrapped':
      openFlowText(parts, imported.text)
      return { kind: 'opened', message: imported.message }
    case 'offer': {
      const { message, label, text: changed } = imported
      return { kind: 'offer', offer: { message, label, text: changed } }
    }
    case 'refused':
      return imported
  }
}

/**
 * Opens what somebody shared: its functions wait until they are trusted. Answers in a sentence why it cannot, whatever
 * the link holds: nothing of it may keep the page from starting.
 */
export function openShared(parts: OpenParts, shared: Shared): string | null {
  try {
    return openSharedFlow(parts, shared)
  } catch (error) {
    return `The shared flow cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

function openSharedFlow({ document, newId }: OpenParts, { text, samples }: Shared): string | null {
  const reading = readFlow(text)
  if (!reading.isReadable) return `The shared flow cannot be read: ${reading.error.message}`
  const own = samples.map((sample) => ({ ...sample, id: newId() }))
  document.getState().actions.open({ text, samples: own }, ruleOf(reading.destinations[0]?.config, own[0]), true)
  return null
}

/** Opens a flow file with its step examples as samples; answers in a sentence why it cannot, and then changes nothing. */
export function openFlowText({ document, newId }: OpenParts, text: string): string | null {
  const reading = readFlow(text)
  if (!reading.isReadable) return [reading.error.message, reading.error.hint].filter(Boolean).join(' ')
  if (reading.destinations.length === 0) {
    return 'The flow file has no Kafka destination: none of its destinations has the package @walkeros/server-destination-kafka.'
  }
  const { samples, actions } = document.getState()
  const own = samplesOf(text, newId)
  const shown = own.length > 0 ? own : samples
  actions.open({ text, samples: shown }, ruleOf(reading.destinations[0]?.config, shown[0]))
  return null
}

/** The rule that a sample follows, to start with. */
function ruleOf(config: unknown, sample: Sample | undefined): Place | null {
  const reading = sample && readSample(sample)
  if (!reading?.isReadable) return null
  const { rule } = compileDestination(config).run(reading.event)
  return listRules(valueAt(config, ['mapping'])).find(({ name }) => name === rule)?.place ?? null
}

export async function openExample(parts: OpenParts, example: Example): Promise<void> {
  openFlowText(parts, (await example.load()).default)
}

/** The step examples of a flow file's Kafka destinations as samples. */
export function samplesOf(text: string, newId: () => string): Sample[] {
  const reading = readFlow(text)
  if (!reading.isReadable) return []
  return reading.destinations.flatMap((destination) =>
    readExamples(destination).flatMap((example) =>
      example.isReadable
        ? [
            {
              id: newId(),
              title: example.title,
              text: writeEvent(example.event),
              example: { flowName: destination.flowName, destination: destination.name, name: example.name },
            },
          ]
        : [],
    ),
  )
}
