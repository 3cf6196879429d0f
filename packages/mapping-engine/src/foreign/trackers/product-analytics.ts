import { fromJson } from '../../path/from-json.ts'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { shopNames } from '../event-name.ts'
import { hasAny, hasTexts, type Tracker } from '../tracker.ts'

type Data = Record<string, unknown>

/** Exports hold them as a text. */
const propertiesOf = (event: Data) => fromJson(event['properties'])
const hasProperties = (event: Data) => hasTexts(event, 'event') && isPlainObject(propertiesOf(event))
const prepare = (event: Data) => ({ ...event, properties: propertiesOf(event) })

export const mixpanel: Tracker = {
  title: 'a Mixpanel event',
  isLike: (event) => {
    const properties = propertiesOf(event)
    if (!hasTexts(event, 'event') || !isPlainObject(properties) || hasAny(event, 'distinct_id', 'uuid')) return false
    const isOther = String(properties['token']).startsWith('phc_')
    return !isOther && (hasAny(properties, 'mp_lib', '$insert_id', 'token') || typeof properties['time'] === 'number')
  },
  prepare,
  adapter: {
    names: { ...shopNames, $mp_web_page_view: 'page view', $identify: 'user identify' },
    map: {
      name: 'event',
      data: 'properties',
      user: {
        map: { id: ['properties.$user_id', 'properties.distinct_id', 'distinct_id'], device: 'properties.$device_id' },
      },
      id: 'properties.$insert_id',
      timestamp: 'properties.time',
      source: {
        map: { type: { value: 'mixpanel' }, url: 'properties.$current_url', referrer: 'properties.$referrer' },
      },
    },
  },
}

export const postHog: Tracker = {
  title: 'a PostHog event',
  isLike: (event) =>
    hasProperties(event) &&
    (hasAny(event, 'distinct_id', 'api_key') ||
      ['distinct_id', '$lib', '$session_id'].some((key) => memberOf(propertiesOf(event), key) !== undefined)),
  prepare,
  adapter: {
    names: {
      ...shopNames,
      $pageview: 'page view',
      $pageleave: 'page leave',
      $screen: 'screen view',
      $autocapture: 'element click',
      $identify: 'user identify',
    },
    map: {
      name: 'event',
      data: 'properties',
      user: {
        map: {
          id: ['distinct_id', 'properties.distinct_id'],
          device: 'properties.$device_id',
          session: 'properties.$session_id',
        },
      },
      nested: { loop: ['properties.products', { map: { entity: { value: 'product' }, data: '' } }] },
      id: ['uuid', 'properties.$insert_id'],
      timestamp: ['timestamp', 'sent_at'],
      source: {
        map: { type: { value: 'posthog' }, url: 'properties.$current_url', referrer: 'properties.$referrer' },
      },
    },
  },
}

export const amplitude: Tracker = {
  title: 'an Amplitude event',
  isLike: (event) => hasTexts(event, 'event_type') && hasAny(event, 'user_id', 'device_id', 'event_properties'),
  adapter: {
    names: { ...shopNames, '[Amplitude] Page Viewed': 'page view', $identify: 'user identify' },
    map: {
      name: 'event_type',
      data: 'event_properties',
      user: {
        map: { id: 'user_id', device: 'device_id', session: 'session_id', properties: 'user_properties' },
      },
      id: ['insert_id', '$insert_id', 'uuid'],
      timestamp: ['time', 'event_time', 'client_event_time'],
      source: { map: { type: { value: 'amplitude' }, platform: 'platform' } },
    },
  },
}

/** Many tools send a name and its properties. */
export const eventWithProperties: Tracker = {
  title: 'an event with `properties`',
  isLike: hasProperties,
  prepare,
  adapter: {
    names: shopNames,
    map: { name: 'event', data: 'properties', user: { map: { id: 'userId' } }, timestamp: ['timestamp', 'time'] },
  },
}
