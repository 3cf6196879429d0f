import { memberOf } from '../../path/member-of.ts'
import { shopNames } from '../event-name.ts'
import { type Adapter, hasAny, hasTexts, nestedProducts, type Tracker, without } from '../tracker.ts'

const calls = ['track', 'page', 'screen', 'identify', 'group', 'alias']

const adapter: Adapter = {
  names: {
    ...shopNames,
    page: 'page view',
    screen: 'screen view',
    identify: 'user identify',
    group: 'group identify',
    alias: 'user alias',
  },
  map: {
    name: ['event', 'type'],
    data: ['properties', 'traits'],
    custom: { map: { name: 'name', category: 'category' } },
    user: { map: { id: 'userId', device: 'anonymousId', email: ['traits.email', 'context.traits.email'] } },
    consent: 'context.consent.categoryPreferences',
    nested: nestedProducts('properties.products'),
    id: 'messageId',
    timestamp: ['timestamp', 'originalTimestamp', 'sentAt'],
    source: { map: { type: { value: 'segment' }, url: 'context.page.url', referrer: 'context.page.referrer' } },
  },
}

function isCall(event: Record<string, unknown>): boolean {
  const type = event['type'] ?? (hasTexts(event, 'event') ? 'track' : undefined)
  return (
    calls.includes(String(type)) &&
    hasAny(event, 'userId', 'anonymousId', 'messageId', ...(event['type'] ? ['properties', 'traits'] : []))
  )
}

/** Where there is a name the kind of call says no more than that. */
const prepare: Tracker['prepare'] = (event) => (hasTexts(event, 'event') ? without(event, 'type') : event)

export const segment: Tracker = { title: 'a Segment event', isLike: isCall, prepare, adapter }

/** It takes the same calls. */
export const rudderStack: Tracker = {
  title: 'a RudderStack event',
  isLike: (event) =>
    isCall(event) &&
    (hasAny(event, 'rudderId') || /rudder/i.test(String(memberOf(event, 'context', 'library', 'name')))),
  prepare,
  adapter: {
    ...adapter,
    map: {
      ...adapter.map,
      source: { map: { type: { value: 'rudderstack' }, url: 'context.page.url', referrer: 'context.page.referrer' } },
    },
  },
}
