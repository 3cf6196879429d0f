import { isPlainObject } from '../../path/is-plain-object.ts'
import { googleNames as names } from '../event-name.ts'
import { hasAny, hasTexts, nestedProducts, type Tracker, without } from '../tracker.ts'

/** A row of the export to BigQuery, whose parameters are lists of keys and typed values. */
export const bigQueryRow: Tracker = {
  title: 'a row of the BigQuery export of GA4',
  isLike: (event) => hasTexts(event, 'event_name') && Array.isArray(event['event_params']),
  prepare: (event) => ({
    ...event,
    event_params: parameters(event['event_params']),
    user_properties: parameters(event['user_properties']),
  }),
  adapter: {
    names,
    map: {
      name: 'event_name',
      data: 'event_params',
      custom: { map: { ecommerce: 'ecommerce' } },
      user: {
        map: {
          id: 'user_id',
          device: 'user_pseudo_id',
          session: 'event_params.ga_session_id',
          properties: 'user_properties',
        },
      },
      nested: nestedProducts('items'),
      timestamp: 'event_timestamp',
      source: {
        map: {
          type: { value: 'ga4' },
          url: 'event_params.page_location',
          referrer: 'event_params.page_referrer',
        },
      },
    },
  },
}

function parameters(list: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(list)) return undefined
  return Object.fromEntries(
    list.filter(isPlainObject).map(({ key, value }) => [String(key), isPlainObject(value) ? typed(value) : value]),
  )
}

/** BigQuery writes whole numbers as texts. */
function typed(value: Record<string, unknown>): unknown {
  const whole = value['int_value']
  if (typeof whole === 'string' && Number.isSafeInteger(Number(whole))) return Number(whole)
  return whole ?? value['string_value'] ?? value['double_value'] ?? value['float_value']
}

/** An event of the Measurement Protocol, with what its request says about the visitor. */
export const measurementProtocol: Tracker = {
  title: 'a GA4 Measurement Protocol event',
  isLike: (event) =>
    hasTexts(event, 'name') &&
    (isPlainObject(event['params']) || hasTexts(event, 'client_id') || hasTexts(event, 'app_instance_id')) &&
    !hasAny(event, 'data', 'entity', 'nested'),
  adapter: {
    names,
    map: {
      name: 'name',
      data: 'params',
      user: {
        map: {
          id: 'user_id',
          device: ['client_id', 'app_instance_id'],
          session: 'params.session_id',
          properties: 'user_properties',
        },
      },
      nested: nestedProducts('params.items'),
      timestamp: ['timestamp_micros'],
      source: {
        map: { type: { value: 'ga4' }, url: 'params.page_location', referrer: 'params.page_referrer' },
      },
    },
  },
}

/** An event as a client of Google Tag Manager's server hands it on. */
export const tagManagerServer: Tracker = {
  title: 'an event of a GTM server',
  isLike: (event) =>
    hasTexts(event, 'event_name') &&
    (hasAny(event, 'client_id', 'page_location', 'ip_override') ||
      Object.keys(event).some((key) => key.startsWith('x-ga-'))),
  prepare: (event) => ({
    ...Object.fromEntries(serverKeys.map((key) => [key, event[key]])),
    data: without(event, ...serverKeys),
  }),
  adapter: {
    names,
    map: {
      name: 'event_name',
      data: 'data',
      user: { map: { id: 'user_id', device: 'client_id', session: 'ga_session_id', userAgent: 'user_agent' } },
      nested: nestedProducts('items'),
      source: { map: { type: { value: 'gtm-server' }, url: 'page_location', referrer: 'page_referrer' } },
    },
  },
}

const serverKeys = [
  ...['event_name', 'user_id', 'client_id', 'ga_session_id', 'user_agent', 'ip_override', 'items'],
  ...['page_location', 'page_referrer'],
]

/** A `gtag('event', …)` call, as the dataLayer keeps it too: an object of its arguments. */
export const gtagEvent: Tracker = {
  title: 'a gtag event',
  isLike: (event) => event['0'] === 'event' && hasTexts(event, '1'),
  prepare: (event) => without(event, '0'),
  adapter: {
    names,
    map: {
      name: '1',
      data: '2',
      user: { map: { id: '2.user_id' } },
      nested: nestedProducts('2.items'),
      source: { map: { type: { value: 'gtag' }, url: '2.page_location' } },
    },
  },
}

export const gtagCommand: Tracker = {
  title: 'a gtag command without an event',
  isLike: (event) => ['js', 'config', 'set', 'consent', 'get'].includes(String(event['0'])) && '1' in event,
}

/** What the next events are to be without or with; Google has pages push `{ecommerce: null}` before each event. */
export const dataLayerState: Tracker = {
  title: 'a dataLayer push without an event',
  isLike: (event) => 'ecommerce' in event && !hasAny(event, 'event', 'name', 'event_name', 'type'),
}

/** What a page pushes into the dataLayer. */
export const dataLayerEvent: Tracker = {
  title: 'a dataLayer event',
  isLike: (event) =>
    hasTexts(event, 'event') &&
    (hasAny(event, 'ecommerce', 'eventModel') || Object.keys(event).some((key) => key.startsWith('gtm.'))),
  prepare: (event) => {
    const ofTagManager = Object.keys(event).filter((key) => key.startsWith('gtm.'))
    const data = without(event, 'event', 'ecommerce', 'eventModel', ...ofTagManager)
    return { ...event, ...Object.fromEntries(Object.keys(data).map((key) => [key, undefined])), data }
  },
  adapter: {
    names,
    map: {
      name: 'event',
      data: 'data',
      custom: { map: { ecommerce: ['ecommerce', 'eventModel'] } },
      nested: nestedProducts('ecommerce.items'),
      source: { map: { type: { value: 'dataLayer' } } },
    },
  },
}
