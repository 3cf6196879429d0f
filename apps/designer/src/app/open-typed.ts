import { foreignSamples, type ParsedSamples, readSamples } from '@mapping-designer/mapping-engine'
import type { DesignerParts } from '../designer/designer-context.tsx'
import { type OpenAnswer, openText } from '../designer/open-flow.ts'
import type { Sample } from '../document/sample.ts'
import { readSharedFile, unpackShared } from '../document/share.ts'
import { toSamples } from '../panes/samples/add-samples.ts'
import { isLikeConfig } from './is-like-config.ts'

/** What came of a text; events of other trackers wait for a choice. */
export type TypedAnswer = OpenAnswer | { kind: 'foreign'; parsed: ParsedSamples }

/** Opens a text that holds events or a flow, whichever it is. */
export async function openTyped(parts: DesignerParts, text: string): Promise<TypedAnswer> {
  // A source that starts a flow may push events, too.
  if (/\bstartFlow\s*\(|\bdestinations["']?\s*:/.test(text)) {
    const answer = await openText(parts, text)
    if (answer.kind !== 'refused') return answer
  }
  const isShared = readSharedFile(text) !== null || unpackShared(text) !== null
  const parsed = await readSamples(isShared ? '' : text)
  const isEvents = parsed.errors.length === 0 || !isLikeConfig(text)
  const others = foreignSamples(parsed)
  if (isEvents && others.some(({ tracker }) => !tracker.isGuess)) return { kind: 'foreign', parsed }
  if (isEvents && parsed.events.some(({ event }) => 'name' in event)) return openEvents(parts, parsed)
  // What is no event may be a flow, or a part of one.
  const answer = await openText(parts, text)
  if (answer.kind !== 'refused') return answer
  if (others.length > 0) return { kind: 'foreign', parsed }
  if (parsed.events.length > 0) return openEvents(parts, parsed)
  const message = isLikeConfig(text) ? answer.message : (parsed.errors[0]?.message ?? answer.message)
  return { kind: 'refused', message }
}

/** Opens the events that were read; the answer says what was left out. */
export function openEvents(parts: DesignerParts, parsed: ParsedSamples): OpenAnswer {
  openSamples(parts, toSamples(parsed, parts.newId))
  const sentences = [...parsed.errors.map(({ message }) => message), ...parsed.notes]
  return { kind: 'opened', message: sentences.length > 0 ? sentences.join(' ') : null }
}

/** Samples come into the flow that is there, or into an empty one. */
export function openSamples({ document, view }: DesignerParts, samples: readonly Sample[]): void {
  const { actions, text } = document.getState()
  actions.open({ text: text.trim() === '' ? emptyFlow : text, samples })
  view.getState().actions.focusOn('samples')
}

/** A destination with one topic and no rules. */
const emptyFlow = `{
  "version": 4,
  "flows": {
    "default": {
      "config": {
        "platform": "server",
        "bundle": {
          "packages": {
            "@walkeros/collector": { "version": "4.2.1" },
            "@walkeros/server-destination-kafka": { "version": "4.6.1" }
          },
          "overrides": { "@walkeros/core": "4.2.1", "@walkeros/server-core": "4.2.1" }
        }
      },
      "destinations": {
        "kafka": {
          "package": "@walkeros/server-destination-kafka",
          "env": { "Kafka": "$code:require('kafkajs')" },
          "config": {
            "settings": {
              "kafka": {
                "brokers": ["localhost:9092"],
                "topic": "walkeros-events"
              }
            },
            "mapping": {}
          }
        }
      }
    }
  }
}
`
