import type { JsonObject } from '@mapping-designer/shared-types'
import type { Tracker } from './tracker.ts'
import {
  bigQueryRow,
  dataLayerEvent,
  dataLayerState,
  gtagCommand,
  gtagEvent,
  measurementProtocol,
  tagManagerServer,
} from './trackers/google-analytics.ts'
import {
  awsRecord,
  bulkAction,
  cloudEvent,
  matomo,
  olderWalkerEvent,
  shopify,
  shopifyPixel,
} from './trackers/others.ts'
import { amplitude, eventWithProperties, mixpanel, postHog } from './trackers/product-analytics.ts'
import { rudderStack, segment } from './trackers/segment.ts'
import { badRow, selfDescribing, snowplowEnriched, snowplowPayload } from './trackers/snowplow.ts'

/** Those with the narrower shape first. */
const trackers: readonly Tracker[] = [
  cloudEvent,
  shopify,
  shopifyPixel,
  matomo,
  snowplowEnriched,
  snowplowPayload,
  selfDescribing,
  badRow,
  bigQueryRow,
  amplitude,
  rudderStack,
  segment,
  mixpanel,
  postHog,
  eventWithProperties,
  gtagEvent,
  gtagCommand,
  measurementProtocol,
  tagManagerServer,
  awsRecord,
  dataLayerEvent,
  dataLayerState,
  olderWalkerEvent,
  bulkAction,
]

/** Members that may hold the name of an event. */
const nameLike = ['event', 'event_name', 'eventName', 'event_type', 'eventType', 'type', 'action', 'eventAction']
const timeLike = ['timestamp', 'time', 'ts', 'event_time', 'created_at', 'createdAt']

/**
 * What an object is that another tracker made. One that no tracker is known for, and whose name walkerOS refuses, takes
 * its name from a member that looks like one. Undefined for events of walkerOS and everything else.
 */
export function recognise(event: Record<string, unknown>): Tracker | undefined {
  const known = trackers.find((tracker) => tracker.isLike(event))
  if (known !== undefined) return known
  if (typeof event['name'] === 'string' && /^\S+ \S/.test(event['name'])) return undefined
  return unknownTracker(event)
}

function unknownTracker(event: Record<string, unknown>): Tracker | undefined {
  const name = nameLike.find((key) => typeof event[key] === 'string' && event[key] !== '')
  if (name === undefined) return undefined
  const time = timeLike.find((key) => event[key] !== undefined)
  const map: JsonObject = { name, data: '', ...(time !== undefined && { timestamp: time }) }
  return { title: `an object whose name may be in \`${name}\``, isGuess: true, isLike: () => true, adapter: { map } }
}
