import * as z from 'zod/mini'

/** Anything JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }
export type JsonObject = { [key: string]: JsonValue }

// What a parser of JSON gave is JSON: to look at each part of it again takes seconds where there are millions.
export const jsonValueSchema: z.ZodMiniType<JsonValue> = z.any()
export const jsonObjectSchema: z.ZodMiniType<JsonObject> = z.record(z.string(), jsonValueSchema)

/** The value of a JSON text; undefined for a text that is no JSON. */
export function tryJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The value of a JSON text; a text that is no JSON is its own value. */
export function jsonOrText(text: string): JsonValue {
  const value = tryJson(text)
  return value === undefined ? text : value
}

/** Where something stands in a document: keys and indices from the root. */
export type Place = readonly (string | number)[]

/** `mapping.order.complete[0].data` for people; keys that are no plain names are quoted. */
export function formatPlace(place: Place): string {
  return place.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (!/^[\w$@/-]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}
