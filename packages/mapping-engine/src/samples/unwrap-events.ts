import { fromBase64 } from '../path/from-base64.ts'
import { fromJson } from '../path/from-json.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'

export interface Unwrapped {
  items: readonly unknown[]
  /** What the items were taken out of, such as `"events"`; undefined where the value is its own item. */
  from?: string
}

type Unwrap = (value: Record<string, unknown>) => Unwrapped | undefined

/** The events inside what tools put around them: request bodies, kcat lines, cloud functions, recorded requests. */
export function unwrapEvents(value: unknown): Unwrapped {
  if (Array.isArray(value)) return unwrapList(value)
  if (!isPlainObject(value) || typeof value['name'] === 'string') return { items: [value] }
  for (const unwrap of wrappers) {
    const found = unwrap(value)
    if (found !== undefined) return found
  }
  return { items: [value] }
}

function unwrapList(list: readonly unknown[]): Unwrapped {
  const found = list.map((item) => (Array.isArray(item) ? { items: [item] } : unwrapEvents(item)))
  const from = found.find((one) => one.from !== undefined)?.from
  return { items: found.flatMap(({ items }) => items), ...(from !== undefined && { from }) }
}

/** `{"events":[…]}`, `{"batch":[…]}`, `{"Records":[…]}`: bodies of requests to collectors. */
const listMember: Unwrap = (value) => {
  for (const name of ['events', 'batch', 'Records', 'records']) {
    const list = value[name]
    if (Array.isArray(list)) return { items: unwrapList(list).items, from: `"${name}"` }
  }
  return undefined
}

/** A line of `kcat -J`. */
const kcatLine: Unwrap = (value) => {
  if (!('topic' in value && 'partition' in value && 'offset' in value && 'payload' in value)) return undefined
  return { items: [fromJson(value['payload'])], from: 'the payload of kcat -J' }
}

/** What AWS Lambda gets of a topic: values in base64, by partition. */
const lambdaRecords: Unwrap = (value) => {
  const { records } = value
  if (!isPlainObject(records)) return undefined
  const all = Object.values(records).flatMap((list) => (Array.isArray(list) ? list : []))
  if (all.length === 0 || !all.every((one) => isPlainObject(one) && typeof one['value'] === 'string')) return undefined
  return { items: all.map(({ value: text }) => fromJson(fromBase64(text))), from: 'the records of a Lambda event' }
}

/** Bodies of the requests of a HAR file, as browsers save their network log. */
const recordedRequests: Unwrap = (value) => {
  const entries = isPlainObject(value['log']) ? value['log']['entries'] : undefined
  if (!Array.isArray(entries)) return undefined
  const bodies = entries.flatMap((entry) => {
    const text = entry?.request?.postData?.text
    const body = typeof text === 'string' ? fromJson(text) : undefined
    return typeof body === 'object' && body !== null ? [body] : []
  })
  return { items: unwrapList(bodies).items, from: 'the requests of a HAR file' }
}

/** A request of the Measurement Protocol: what it says about the visitor belongs to each of its events. */
const googleRequest: Unwrap = (value) => {
  const { events, ...visitor } = value
  if (!Array.isArray(events) || !('client_id' in value || 'app_instance_id' in value)) return undefined
  return { items: events.map((event) => besides(visitor, event)), from: 'a GA4 Measurement Protocol request' }
}

/** A visit as Matomo's API gives it: each action is an event. */
const matomoVisit: Unwrap = (value) => {
  const { actionDetails, ...visit } = value
  if (!Array.isArray(actionDetails)) return undefined
  return { items: actionDetails.map((action) => besides({ visit }, action)), from: 'the actions of a Matomo visit' }
}

const snowplowRequest: Unwrap = ({ schema, data }) =>
  String(schema).includes('/payload_data/') && Array.isArray(data)
    ? { items: data, from: 'a request of a Snowplow tracker' }
    : undefined

/** A walkerOS event that travels as the data of a CloudEvent. */
const cloudEvent: Unwrap = (value) =>
  'specversion' in value && /^\S+ \S/.test(String(memberOf(value, 'data', 'name')))
    ? { items: [value['data']], from: 'the data of a CloudEvent' }
    : undefined

function besides(more: object, item: unknown): unknown {
  return isPlainObject(item) ? { ...more, ...item } : item
}

const wrappers: readonly Unwrap[] = [
  kcatLine,
  googleRequest,
  matomoVisit,
  snowplowRequest,
  cloudEvent,
  listMember,
  lambdaRecords,
  recordedRequests,
]
