import { type JsonObject, jsonOrText, type Outcome } from '@mapping-designer/shared-types'
import { recordsOf } from '../compare/record-changes.ts'
import { nothingObserved, type ObservedShape, observe } from './observed-shape.ts'
import { promisedFields } from './promised-fields.ts'

/**
 * What consumers of each topic may rely on, as JSON Schema 2020-12 of the values: types, formats and examples as they were
 * seen in the records of some events; required is only what the mapping itself promises.
 */
export function contractOf(config: unknown, outcomes: Iterable<Outcome>): Record<string, JsonObject> {
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
            ...schemaOf(shape),
            ...(required.length > 0 && { required }),
          },
        ]
      }),
  )
}

function schemaOf(shape: ObservedShape): JsonObject {
  const types = [...shape.types].toSorted()
  const [only] = types
  const format = shape.types.has('string') && shape.formats ? [...shape.formats][0] : undefined
  return {
    ...(only !== undefined && { type: types.length === 1 ? only : types }),
    ...(format !== undefined && { format }),
    ...(shape.types.has('object') && {
      properties: Object.fromEntries([...shape.members].map(([name, member]) => [name, schemaOf(member)])),
    }),
    ...(shape.items !== undefined && { items: schemaOf(shape.items) }),
    ...(shape.examples.length > 0 && { examples: shape.examples }),
  }
}
