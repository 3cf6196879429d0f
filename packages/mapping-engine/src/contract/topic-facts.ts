import {
  type JsonObject,
  type JsonValue,
  jsonOrText,
  type KafkaRecord,
  type Outcome,
} from '@mapping-designer/shared-types'
import { recordsOf } from '../compare/record-changes.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { valueAt } from '../path/value-at.ts'
import { visitLeaves } from '../path/visit-leaves.ts'
import { kafkaSettingsOf } from '../record/kafka-settings.ts'
import { type Personal, personalFinder } from '../record/personal-field.ts'
import { schemaOf } from './contract.ts'
import { nothingObserved, observe } from './observed-shape.ts'
import { isFor, placesOfField, rulesIn } from './promised-fields.ts'

/** What is known of the records of a topic beside the schema of their values. */
export interface TopicFacts {
  key: JsonObject
  headers: JsonObject
  /** The first record without personal data. */
  example?: { headers: JsonObject; payload: JsonValue }
  /** Of fields by their path, `key` and `header NAME`. */
  personal: Map<string, Personal>
  /** Of members of the value: the kinds of consent of which one is needed. */
  consent: Map<string, string[]>
  /** Those of which one is needed for any record. */
  needs: string[]
}

/** What is known of the records of each topic, from the mapping and from some records; `marked` are fields that are personal by hand. */
export function topicFacts(
  config: unknown,
  outcomes: Iterable<Outcome>,
  marked: readonly string[] = [],
): Record<string, TopicFacts> {
  const records = [...outcomes].flatMap(recordsOf)
  return Object.fromEntries(
    [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, ofTopic]) => [
      topic,
      factsOf(config, topic, ofTopic, marked),
    ]),
  )
}

function factsOf(
  config: unknown,
  topic: string,
  records: readonly KafkaRecord[],
  marked: readonly string[],
): TopicFacts {
  const personalAt = personalFinder(marked)
  const personal = new Map<string, Personal>()
  const [key, headers] = [nothingObserved(), nothingObserved()]
  const members = new Set<string>()
  let example: TopicFacts['example']
  for (const record of records) {
    const payload = jsonOrText(record.value)
    observe(key, record.key)
    observe(headers, record.headers)
    let isPersonal = false
    visitFields(record, payload, (field, value) => {
      const found = personalAt(field, value)
      if (found === null) return
      personal.set(field, found)
      isPersonal = true
    })
    if (isPlainObject(payload)) for (const name of Object.keys(payload)) members.add(name)
    if (!isPersonal) example ??= { headers: record.headers, payload }
  }
  const consent = [...members].flatMap((name): [string, string[]][] => {
    const needed = placesOfField(config, topic, name).map((place) => consentIn(valueAt(config, place)))
    return needed.length > 0 && needed.every((names) => names.length > 0) ? [[name, [...new Set(needed.flat())]]] : []
  })
  return {
    key: schemaOf(key, () => personal.has('key')),
    headers: schemaOf(headers, (name) => personal.has(`header ${name}`)),
    ...(example !== undefined && { example }),
    personal,
    consent: new Map(consent),
    needs: neededFor(config, topic),
  }
}

function visitFields(record: KafkaRecord, payload: JsonValue, visit: (field: string, value: unknown) => void): void {
  visit('key', record.key)
  for (const [name, value] of Object.entries(record.headers)) visit(`header ${name}`, value)
  visitLeaves(payload, '', visit)
}

function consentIn(value: unknown): string[] {
  const consent = memberOf(value, 'consent')
  return isPlainObject(consent) ? Object.keys(consent) : []
}

/** Of the destination, or of all rules of the topic where each needs some. */
function neededFor(config: unknown, topic: string): string[] {
  const own = consentIn(config)
  if (own.length > 0) return own
  const { topic: defaultTopic } = kafkaSettingsOf(config)
  if (defaultTopic === topic) return []
  const needed = rulesIn(config)
    .filter((found) => isFor(topic, found, defaultTopic))
    .map(({ rule }) => consentIn(rule))
  return needed.every((names) => names.length > 0) ? [...new Set(needed.flat())] : []
}
