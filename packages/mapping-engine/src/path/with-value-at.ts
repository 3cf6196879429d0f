import type { JsonObject, JsonValue, Place } from '@mapping-designer/shared-types'

/** JSON with another value at a place that is there; whatever is beside the way to it stays the same object. */
export function withValueAt(json: JsonValue | undefined, [step, ...below]: Place, value: JsonValue): JsonValue {
  if (step === undefined) return value
  if (Array.isArray(json)) return json.with(Number(step), withValueAt(json[Number(step)], below, value))
  const object = json as JsonObject
  return { ...object, [step]: withValueAt(object[step], below, value) }
}
