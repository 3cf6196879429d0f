import type { JsonValue } from '@mapping-designer/shared-types'
import type { Tracker } from '../foreign/tracker.ts'
import { dataLayerEvent, dataLayerState } from '../foreign/trackers/google-analytics.ts'
import { matomo } from '../foreign/trackers/others.ts'
import { amplitude, mixpanel, postHog } from '../foreign/trackers/product-analytics.ts'
import { rudderStack, segment } from '../foreign/trackers/segment.ts'
import { snowplowPayload } from '../foreign/trackers/snowplow.ts'
import { isPlainObject } from '../path/is-plain-object.ts'

type Argument = JsonValue | undefined
type Members = Record<string, unknown>

/** What a call of another tracker sends, in the form in which its requests have it. */
export interface SentEvent {
  event: unknown
  /** Whose it is; undefined where its shape tells. */
  tracker?: Tracker | undefined
}

/** The events that a call sends; none where it sets the tracker up. */
export function trackerCall(callee: string, given: readonly Argument[]): SentEvent[] {
  const [object = '', method = ''] = callee.split('.')
  switch (object) {
    case 'gtag':
      return [{ event: { ...given } }]
    case 'dataLayer':
      return given.map(pushed)
    case '_paq':
      return given.flatMap((call) => (Array.isArray(call) ? sentBy(matomo, matomoCalls, call) : []))
    case 'snowplow':
      return sentBy(snowplowPayload, snowplowCalls, given)
    default: {
      const library = libraries[object]
      return library === undefined ? [] : [{ tracker: library.tracker, event: libraryEvent(library, method, given) }]
    }
  }
}

/** A push names its event, or changes what the next ones hold. */
function pushed(event: Argument): SentEvent {
  if (!isPlainObject(event) || 'name' in event || '0' in event) return { event }
  return { event, tracker: typeof event['event'] === 'string' ? dataLayerEvent : dataLayerState }
}

type Calls = Record<string, (given: readonly Argument[]) => Members>

function sentBy(tracker: Tracker, calls: Calls, [method, ...given]: readonly Argument[]): SentEvent[] {
  const call = calls[String(method).replace(/:.*/, '')]
  return call === undefined ? [] : [{ tracker, event: defined(call(given)) }]
}

const matomoCalls: Calls = {
  trackPageView: ([pageTitle]) => ({ type: 'action', pageTitle }),
  trackEvent: ([eventCategory, eventAction, eventName, eventValue]) => ({
    type: 'event',
    ...{ eventCategory, eventAction, eventName, eventValue },
  }),
  trackGoal: ([goalId, revenue]) => ({ type: 'goal', goalId, revenue }),
  trackSiteSearch: ([siteSearchKeyword, siteSearchCategory]) => ({
    type: 'search',
    ...{ siteSearchKeyword, siteSearchCategory },
  }),
  trackLink: ([url, type]) => ({ type: type === 'download' ? 'download' : 'outlink', url }),
  trackEcommerceOrder: ([orderId, revenue, revenueSubTotal, revenueTax, revenueShipping, revenueDiscount]) => ({
    type: 'ecommerceOrder',
    ...{ orderId, revenue, revenueSubTotal, revenueTax, revenueShipping, revenueDiscount },
  }),
}

const snowplowCalls: Calls = {
  trackPageView: ([page]) => ({ e: 'pv', page: isPlainObject(page) ? page['title'] : page }),
  trackStructEvent([first, ...others]) {
    const { category, action, label, property, value } = isPlainObject(first)
      ? first
      : { category: first, action: others[0], label: others[1], property: others[2], value: others[3] }
    return { e: 'se', ...defined({ se_ca: category, se_ac: action, se_la: label, se_pr: property, se_va: value }) }
  },
  trackSelfDescribingEvent: ([given]) => ({
    e: 'ue',
    ue_pr: { data: (isPlainObject(given) && given['event']) || given },
  }),
}

interface Library {
  tracker: Tracker
  /** What it calls the name of an event and what belongs to it. */
  name: string
  properties: string
  user: string
  /** Whether its requests say what kind of call they come from. */
  hasType?: boolean
}

const asOthers = { name: 'event', properties: 'properties' }
const asSegment = { ...asOthers, user: 'userId', hasType: true }
const asPostHog = { ...asOthers, user: 'distinct_id' }
const libraries: Readonly<Record<string, Library>> = {
  analytics: { tracker: segment, ...asSegment },
  rudderanalytics: { tracker: rudderStack, ...asSegment },
  posthog: { tracker: postHog, ...asPostHog },
  mixpanel: { tracker: mixpanel, ...asPostHog },
  amplitude: { tracker: amplitude, name: 'event_type', properties: 'event_properties', user: 'user_id' },
}

function libraryEvent(library: Library, method: string, given: readonly Argument[]): Members {
  const isCall = ['page', 'screen', 'identify', 'group', 'alias'].includes(method)
  const type = isCall ? method : 'track'
  const whole = given[0]
  // Servers send an object with everything in it.
  if (isPlainObject(whole) && given.length === 1) return library.hasType ? { type, ...whole } : whole
  const texts = given.filter((argument) => typeof argument === 'string')
  const properties = given.find((argument) => isPlainObject(argument))
  if (library.hasType && isCall) return { type, ...userOf(method, texts, properties) }
  // With two texts the first is the user, as in Python.
  const [name, user] = isCall ? [`$${method}`, texts[0]] : texts.toReversed()
  return defined({
    ...(library.hasType && { type }),
    [library.name]: name ?? (method === 'track_pageview' ? '$mp_web_page_view' : method),
    [library.user]: user,
    [library.properties]: properties ?? {},
  })
}

function userOf(method: string, texts: readonly string[], members: Members | undefined): Members {
  const [first] = texts
  switch (method) {
    case 'identify':
      return defined({ userId: first, traits: members })
    case 'group':
      return defined({ groupId: first, traits: members })
    case 'alias':
      return defined({ userId: first, previousId: texts[1] })
    default: {
      const [name, category] = texts.toReversed()
      return defined({ name, category, properties: members ?? {} })
    }
  }
}

function defined(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined))
}
