import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { isPlainObject } from '../path/is-plain-object.ts'

type Argument = JsonValue | undefined

/** The event of an `elb` call with these arguments: name, data, trigger, context, nested, custom, or one event with data beside it. */
export function eventOfCall([first, data, trigger, context, nested, custom]: readonly Argument[]): Argument {
  if (typeof first !== 'string') return isPlainObject(first) && isPlainObject(data) ? withData(first, data) : first
  return {
    name: first,
    ...(data !== undefined && { data }),
    ...(typeof trigger === 'string' && { trigger }),
    ...(context !== undefined && { context }),
    ...(nested !== undefined && { nested }),
    ...(custom !== undefined && { custom }),
  }
}

/** An event object with data beside it, which the collector puts into it. */
function withData(event: JsonObject, data: JsonObject): JsonObject {
  return { ...event, data: { ...(isPlainObject(event['data']) ? event['data'] : {}), ...data } as JsonObject }
}

/**
 * The arguments of a call as the layer of walkerOS holds them until it starts: `["order complete", {…}]`, or an object of
 * arguments as a console copies it. Undefined for any other value.
 */
export function layeredCall(value: unknown): Argument[] | undefined {
  const list = isPlainObject(value) && '0' in value ? Object.values(value) : value
  return Array.isArray(list) && /^[^\s{[]+ \S/.test(String(list[0])) && typeof list[0] === 'string' ? list : undefined
}
