import { eventKeys } from '../../event/complete-event.ts'
import { fromBase64 } from '../../path/from-base64.ts'
import { fromJson } from '../../path/from-json.ts'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { type Adapter, hasAny, hasTexts, nestedProducts, type Tracker, without } from '../tracker.ts'

/** An action of a Matomo visit, with the visit beside it. */
export const matomo: Tracker = {
  title: 'an action of a Matomo visit',
  isLike: (event) => isPlainObject(event['visit']) && hasAny(event['visit'], 'idVisit', 'visitorId'),
  prepare: (event) => ({
    visit: event['visit'],
    name:
      event['type'] === 'event' && hasAny(event, 'eventAction')
        ? `${event['eventCategory'] ?? 'event'} ${event['eventAction']}`
        : (event['type'] ?? 'visit'),
    timestamp: event['timestamp'] ?? event['serverTimestamp'],
    url: event['url'],
    itemDetails: event['itemDetails'],
    data: without(event, 'visit', 'type', 'timestamp', 'serverTimestamp', 'itemDetails'),
  }),
  adapter: {
    names: {
      action: 'page view',
      outlink: 'link click',
      download: 'file download',
      search: 'site search',
      goal: 'goal reach',
      ecommerceOrder: 'order complete',
      ecommerceAbandonedCart: 'cart abandon',
      visit: 'session start',
    },
    map: {
      name: 'name',
      data: 'data',
      user: { map: { id: 'visit.userId', device: 'visit.visitorId', session: 'visit.idVisit' } },
      nested: nestedProducts('itemDetails'),
      timestamp: ['timestamp', 'visit.serverTimestamp'],
      source: { map: { type: { value: 'matomo' }, url: 'url', referrer: 'visit.referrerUrl' } },
    },
  },
}

/** The body of a webhook: the resource it is about; which topic it had stands in a header. */
export const shopify: Tracker = {
  title: 'a Shopify webhook',
  isLike: (event) => shopifyResource(event) !== undefined,
  prepare: (event) => ({ ...event, resource: shopifyResource(event) }),
  adapter: {
    names: {
      Order: 'order complete',
      Refund: 'order refund',
      Customer: 'customer update',
      Product: 'product update',
      Cart: 'cart update',
      Checkout: 'checkout update',
    },
    map: {
      name: 'resource',
      data: {
        map: {
          id: 'id',
          number: 'name',
          title: 'title',
          total: ['total_price', 'current_total_price'],
          subtotal: 'subtotal_price',
          tax: 'total_tax',
          discount: 'total_discounts',
          currency: 'currency',
          status: ['financial_status', 'status'],
          coupons: 'discount_codes',
        },
      },
      user: { map: { id: 'customer.id', email: ['email', 'customer.email'] } },
      nested: nestedProducts('line_items'),
      timestamp: ['processed_at', 'created_at', 'updated_at'],
      source: { map: { type: { value: 'shopify' }, url: 'order_status_url', referrer: 'referring_site' } },
    },
  },
}

/** Carts and checkouts have no address of their own. */
function shopifyResource(event: Record<string, unknown>): string | undefined {
  const [, resource] = /^gid:\/\/shopify\/(\w+)/.exec(String(event['admin_graphql_api_id'])) ?? []
  const isCart = hasTexts(event, 'token') && Array.isArray(event['line_items'])
  return resource ?? (isCart ? ('total_price' in event ? 'Checkout' : 'Cart') : undefined)
}

/** An event of a customer as a web pixel gets it. */
export const shopifyPixel: Tracker = {
  title: 'an event of a Shopify web pixel',
  isLike: (event) => hasTexts(event, 'name', 'clientId', 'type') && hasAny(event, 'data', 'customData', 'context'),
  adapter: {
    names: {
      page_viewed: 'page view',
      product_viewed: 'product view',
      product_added_to_cart: 'product add',
      product_removed_from_cart: 'product remove',
      cart_viewed: 'cart view',
      collection_viewed: 'list view',
      search_submitted: 'site search',
      checkout_started: 'checkout start',
      checkout_completed: 'order complete',
    },
    map: {
      name: 'name',
      data: ['data', 'customData'],
      user: { map: { device: 'clientId' } },
      id: 'id',
      timestamp: 'timestamp',
      source: {
        map: {
          type: { value: 'shopify' },
          url: 'context.document.location.href',
          referrer: 'context.document.referrer',
        },
      },
    },
  },
}

export const cloudEvent: Tracker = {
  title: 'a CloudEvent',
  isLike: (event) => hasTexts(event, 'specversion', 'type') && hasAny(event, 'source', 'id'),
  prepare({ data_base64: packed, ...event }) {
    const data = fromJson(typeof packed === 'string' ? fromBase64(packed) : event['data'])
    return { ...event, data: data === undefined || isPlainObject(data) ? data : { value: data } }
  },
  adapter: {
    map: {
      name: 'type',
      data: 'data',
      custom: { map: { subject: 'subject' } },
      id: 'id',
      timestamp: 'time',
      source: { map: { type: { value: 'cloudevents' }, url: 'source' } },
    },
  },
}

/** What the next line of a bulk request is for. */
export const bulkAction: Tracker = {
  title: 'an action of a bulk request to Elasticsearch',
  isLike(event) {
    const [action = '', ...others] = Object.keys(event)
    return (
      others.length === 0 && ['index', 'create', 'update', 'delete'].includes(action) && isPlainObject(event[action])
    )
  },
}

/** What services of AWS tell: CloudTrail, S3, SES, DynamoDB. */
export const awsRecord: Tracker = {
  title: 'a record of an AWS service',
  isLike: (event) => hasTexts(event, 'eventName', 'eventSource'),
  prepare: (event) => ({
    ...Object.fromEntries(awsKeys.map((key) => [key, event[key]])),
    data: without(event, ...awsKeys),
  }),
  adapter: {
    map: {
      name: 'eventName',
      data: 'data',
      user: { map: { id: ['userIdentity.principalId', 'userIdentity.arn'] } },
      id: 'eventID',
      timestamp: 'eventTime',
      source: { map: { type: { value: 'aws' }, url: 'eventSource' } },
    },
  },
}

const awsKeys = ['eventName', 'eventSource', 'eventTime', 'eventID', 'eventVersion', 'userIdentity']

// Its name and source are read from other members.
const kept: readonly string[] = eventKeys.filter((key) => key !== 'name' && key !== 'source')

const same: Adapter['map'] = Object.fromEntries(kept.map((key) => [key, key]))

/** The form up to version 3. */
export const olderWalkerEvent: Tracker = {
  title: 'an event of walkerOS 1 to 3, whose name stood in `event`; walkerOS 4 calls it `name`',
  isLike: (event) =>
    hasTexts(event, 'event') &&
    !hasAny(event, 'name', 'properties') &&
    /^\S+ \S+$/.test(String(event['event'])) &&
    isWalkerLike(event),
  adapter: { map: { name: 'event', ...same } },
}

function isWalkerLike(event: Record<string, unknown>): boolean {
  return Object.keys(event).every((key) => [...kept, ...olderKeys].includes(key))
}

const olderKeys = ['event', 'entity', 'action', 'count', 'group', 'version', 'source']
