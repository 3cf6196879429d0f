import { type JsonObject, jsonOrText, type Outcome } from '@mapping-designer/shared-types'
import { recordsOf } from '../compare/record-changes.ts'
import { personalFinder } from '../record/personal-field.ts'
import { nothingObserved, type ObservedShape, observe } from './observed-shape.ts'
import { promisedFields } from './promised-fields.ts'

/**
 * What consumers of each topic may rely on, as JSON Schema 2020-12 of the values: types, formats and examples as they were
 * seen in the records of some events; required is only what the mapping itself promises. Personal data is no example: what looks like it,
 * is named like it, or is `marked` by hand.
 */
export function contractOf(
  config: unknown,
  outcomes: Iterable<Outcome>,
  marked: readonly string[] = [],
): Record<string, JsonObject> {
  const personalAt = personalFinder(marked)
  const shapes = new Map<string, ObservedShape>()
  for (const outcome of outcomes) {
    for (const { topic, value } of recordsOf(outcome)) {
      const shape = shapes.get(topic) ?? nothingObserved()
      shapes.set(topic, shape)
      observe(shape, jsonOrText(value))
    }
  }
  return Object.fromEntries(
    [...shapes]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([topic, shape]) => {
        const required = promisedFields(config, topic)
        return [
          topic,
          {
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            title: topic,
            ...schemaOf(shape, (field) => personalAt(field, '') !== null),
            ...(required.length > 0 && { required }),
          },
        ]
      }),
  )
}

/** `isPersonal` says of which fields there are no examples; `path` is where the schema stands. */
export function schemaOf(shape: ObservedShape, isPersonal: (field: string) => boolean, path = ''): JsonObject {
  const types = [...shape.types].toSorted()
  const [only] = types
  const format = shape.types.has('string') && shape.formats ? [...shape.formats][0] : undefined
  const memberAt = (name: string) => (path === '' ? name : `${path}.${name}`)
  return {
    ...(only !== undefined && { type: types.length === 1 ? only : types }),
    ...(format !== undefined && { format }),
    ...(shape.types.has('object') && {
      properties: Object.fromEntries(
        [...shape.members].map(([name, member]) => [name, schemaOf(member, isPersonal, memberAt(name))]),
      ),
    }),
    ...(shape.items !== undefined && { items: schemaOf(shape.items, isPersonal, `${path}[]`) }),
    ...(shape.examples.length > 0 && !isPersonal(path) && { examples: shape.examples }),
  }
}
