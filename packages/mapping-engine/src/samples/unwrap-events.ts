import { recognise } from '../foreign/recognise.ts'
import type { Tracker } from '../foreign/tracker.ts'
import { fromBase64 } from '../path/from-base64.ts'
import { fromJson } from '../path/from-json.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { memberOf } from '../path/member-of.ts'
import { layeredCall } from './call-event.ts'
import { savedRequests } from './saved-requests.ts'

/** A value that may be an event. */
export interface Item {
  value: unknown
  /** The text inside a text that it was read from. */
  source?: string
  /** Why it could not be read, to stand after a place. */
  fault?: string
}

export interface Unwrapped {
  items: readonly Item[]
  /** What the items were taken out of, such as `"events"`; undefined where the value is its own item. */
  from?: string
  /** A sentence about what was left out. */
  note?: string
}

type Unwrap = (value: Record<string, unknown>, depth: number) => Unwrapped | undefined

/** Envelopes lie inside each other: an event in a record in a notification in a queue. */
const maxDepth = 6

/** The events inside what tools put around them: request bodies, kcat lines, cloud functions, queues, recorded requests. */
export function unwrapEvents(value: unknown, depth = 0): Unwrapped {
  if (layeredCall(value) !== undefined) return { items: [{ value }] }
  if (Array.isArray(value)) return unwrapList(value, depth)
  if (!isPlainObject(value) || depth > maxDepth || isNamed(value)) return { items: [{ value }] }
  for (const unwrap of wrappers) {
    const found = unwrap(value, depth + 1)
    if (found !== undefined) return found
  }
  return { items: [{ value }] }
}

function unwrapList(list: readonly unknown[], depth: number): Unwrapped {
  const found = list.map((item) => (Array.isArray(item) ? { items: [{ value: item }] } : unwrapText(item, depth)))
  const from = found.find((one) => one.from !== undefined)?.from
  return { items: found.flatMap(({ items }) => items), ...(from !== undefined && { from }) }
}

/** What stands in a text, as JSON or as base64 of it; any other value as it is. */
function unwrapText(value: unknown, depth: number): Unwrapped {
  if (typeof value !== 'string') return unwrapEvents(value, depth)
  for (const text of [value, fromBase64(value)]) {
    const inside = fromJson(text)
    if (typeof inside !== 'object' || inside === null) continue
    const { items, ...rest } = unwrapEvents(inside, depth)
    return { ...rest, items: items.map((item) => ({ source: text, ...item })) }
  }
  return { items: [{ value }] }
}

const isNamed = ({ name }: Record<string, unknown>) => typeof name === 'string'
const isNamedEvent = (value: unknown) => /^\S+ \S/.test(String(memberOf(value, 'name')))

/** An event of walkerOS, or one of a known tracker. */
function isEvent({ value }: Item): boolean {
  if (!isPlainObject(value)) return false
  return isNamedEvent(value) || isKnown(recognise(value))
}

const isKnown = (tracker: Tracker | undefined) => tracker !== undefined && !tracker.isGuess

/** Whether a value is an event, or has one inside what is around it. */
export function holdsEvent(value: unknown): boolean {
  return unwrapEvents(value).items.some(isEvent)
}

/** Members that hold the events of a request. */
export const listMembers = ['events', 'batch', 'Records', 'records'] as const

/** `{"events":[…]}`, `{"batch":[…]}`, `{"Records":[…]}`: bodies of requests to collectors. */
const listMember: Unwrap = (value, depth) => {
  for (const name of listMembers) {
    const list = value[name]
    if (Array.isArray(list)) return { items: unwrapList(list, depth).items, from: `"${name}"` }
  }
  return undefined
}

/** A record as kcat -J, consoles and REST proxies write it. */
const storedRecord: Unwrap = (value, depth) => {
  if (!('topic' in value && 'partition' in value && 'offset' in value)) return undefined
  if ('payload' in value) return { ...unwrapText(value['payload'], depth), from: 'the payload of kcat -J' }
  return 'value' in value ? { ...unwrapText(value['value'], depth), from: 'the value of a record' } : undefined
}

/** What AWS Lambda gets of a topic: values in base64, by partition. */
const lambdaRecords: Unwrap = ({ records }, depth) => {
  if (!isPlainObject(records)) return undefined
  const all = Object.values(records).flatMap((list) => (Array.isArray(list) ? list : []))
  if (all.length === 0 || !all.every((one) => isPlainObject(one) && typeof one['value'] === 'string')) return undefined
  const items = all.flatMap(({ value }) => unwrapText(value, depth).items)
  return { items, from: 'the records of a Lambda event' }
}

/** Bodies of requests that a browser or a tool has saved; where some hold events, the others belong to something else. */
const requestBodies: Unwrap = (value, depth) => {
  const saved = savedRequests(value)
  if (saved === undefined) return undefined
  const { from, requests } = saved
  const items = requests.flatMap(({ name, body }): readonly Item[] => {
    const inside = unwrapText(body, depth).items.filter((item) => typeof item.value === 'object' && item.value !== null)
    if (inside.length > 0 || typeof body !== 'string' || !/^\s*[{[]/.test(body)) return inside
    const variable = /\{\{.*?\}\}/.exec(body)?.[0]
    const fix = variable === undefined ? '' : `; write values in place of its variables, such as ${variable}`
    return [{ value: undefined, fault: `the body of the request \`${String(name)}\` is not JSON${fix}` }]
  })
  if (items.length === 0) return { items: [{ value: undefined, fault: `${from} have no JSON in their bodies` }], from }
  const chosen = items.some(isEvent) ? items.filter((item) => isEvent(item) || item.fault !== undefined) : items
  const others = items.length - chosen.length
  if (others === 0) return { items: chosen, from }
  const note = `${others === 1 ? '1 body of these requests is no event and was' : `${others} bodies of these requests are no events and were`} left out.`
  return { items: chosen, from, note }
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
    ? { items: data.map((value) => ({ value })), from: 'a request of a Snowplow tracker' }
    : undefined

/** A walkerOS event that travels as the data of a CloudEvent. */
const cloudEvent: Unwrap = ({ specversion, data }) =>
  specversion !== undefined && isNamedEvent(data)
    ? { items: [{ value: data }], from: 'the data of a CloudEvent' }
    : undefined

/** What a tracker sends is itself, whatever lies inside it. */
const knownEvent: Unwrap = (value) => (isEvent({ value }) ? { items: [{ value }] } : undefined)

/** Members in which queues, functions, logs, connectors and search put what they carry. */
const carriers = [
  ...['payload', 'value', 'body', 'Body', 'message', 'Message', 'messages', 'data', 'Data', 'event', 'detail', 'log'],
  ...[
    'record',
    'kinesis',
    'Sns',
    '_source',
    'hits',
    'after',
    'items',
    'rows',
    'logEvents',
    'textPayload',
    'result',
    'results',
    'jsonPayload',
    'json',
    'in',
    'resourceLogs',
    'scopeLogs',
    'logRecords',
    'stringValue',
  ],
]

/** An envelope whose content is known by the events in it. */
const carried: Unwrap = (value, depth) => {
  for (const name of carriers) {
    if (value[name] === undefined || value[name] === null) continue
    const { items } = unwrapText(value[name], depth)
    if (items.some(isEvent)) return { items, from: `"${name}"` }
  }
  return undefined
}

function besides(more: object, item: unknown): Item {
  return { value: isPlainObject(item) ? { ...more, ...item } : item }
}

const wrappers: readonly Unwrap[] = [
  storedRecord,
  googleRequest,
  matomoVisit,
  snowplowRequest,
  cloudEvent,
  listMember,
  lambdaRecords,
  requestBodies,
  knownEvent,
  carried,
]
