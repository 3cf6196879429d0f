import { fromBase64 } from '../../path/from-base64.ts'
import { fromJson } from '../../path/from-json.ts'
import { isPlainObject } from '../../path/is-plain-object.ts'
import { memberOf } from '../../path/member-of.ts'
import { type Adapter, hasAny, hasTexts, type Tracker, without } from '../tracker.ts'

type Data = Record<string, unknown>

const names: Record<string, string> = {
  pv: 'page view',
  pp: 'page ping',
  tr: 'order complete',
  ti: 'product order',
  transaction: 'order complete',
  transaction_item: 'product order',
}

/** The name of a structured event is its category and action, that of a self-describing one the name of its schema. */
function nameOf(category: unknown, action: unknown, schema: unknown): string | undefined {
  if (category !== undefined && action !== undefined && action !== null) return `${category} ${action}`
  return typeof schema === 'string' ? schema.split('/')[1] : undefined
}

interface Paths {
  name: string
  user: Record<string, string>
  id: string
  timestamp: string[]
  source: Record<string, string>
}

const adapterOf = ({ user, source, ...paths }: Paths): Adapter => ({
  names,
  map: {
    name: paths.name,
    data: 'properties',
    user: { map: user },
    id: paths.id,
    timestamp: paths.timestamp,
    source: { map: { type: { value: 'snowplow' }, ...source } },
  },
})

/** An event as the enricher writes it, as JSON or as a line of tabs. */
export const snowplowEnriched: Tracker = {
  title: 'an enriched Snowplow event',
  isLike: (event) =>
    hasTexts(event, 'collector_tstamp') || (hasTexts(event, 'event_id', 'event') && hasAny(event, 'v_tracker')),
  prepare(event) {
    const described = memberOf(fromJson(event['unstruct_event']), 'data')
    const inside = Object.entries(event).find(([key]) => key.startsWith('unstruct_event_'))?.[1]
    const own = Object.entries(event).filter(([key]) => /^(?:page|se|tr|ti|pp|mkt)_/.test(key))
    const isStructured = event['event'] === 'struct'
    return {
      ...without(event, 'unstruct_event', 'event', ...own.map(([key]) => key)),
      name:
        (isStructured ? nameOf(event['se_category'], event['se_action'], undefined) : undefined) ??
        nameOf(undefined, undefined, memberOf(described, 'schema')) ??
        event['event_name'] ??
        event['event'],
      properties: { ...Object.fromEntries(own), ...asObject(memberOf(described, 'data')), ...asObject(inside) },
      page_url: event['page_url'],
      page_referrer: event['page_referrer'],
    }
  },
  adapter: adapterOf({
    name: 'name',
    user: { id: 'user_id', device: 'domain_userid', session: 'domain_sessionid' },
    id: 'event_id',
    timestamp: ['derived_tstamp', 'collector_tstamp', 'dvce_created_tstamp'],
    source: { platform: 'platform', url: 'page_url', referrer: 'page_referrer' },
  }),
}

/** Data with the schema that it follows, as people send it to a webhook or find it in another event. */
export const selfDescribing: Tracker = {
  title: 'self-describing data of Snowplow',
  isLike: ({ schema, data, ...others }) =>
    /^iglu:(?!.*badrows)/.test(String(schema)) && isPlainObject(data) && Object.keys(others).length === 0,
  prepare: ({ schema, data }) => ({ name: nameOf(undefined, undefined, schema), properties: data }),
  adapter: adapterOf({ name: 'name', user: {}, id: 'id', timestamp: [], source: {} }),
}

export const badRow: Tracker = {
  title: 'a bad row of Snowplow, which no schema allowed',
  isLike: ({ schema }) => /^iglu:.*badrows/.test(String(schema)),
}

/** An event as trackers send it. */
export const snowplowPayload: Tracker = {
  title: 'a Snowplow tracker event',
  isLike: (event) =>
    ['pv', 'pp', 'se', 'ue', 'tr', 'ti'].includes(String(event['e'])) && hasAny(event, 'p', 'tv', 'aid', 'dtm', 'eid'),
  prepare(event) {
    const described = memberOf(fromJson(event['ue_pr'] ?? unpacked(event['ue_px'])), 'data')
    const own = without(event, ...payloadKeys)
    return {
      ...Object.fromEntries(payloadKeys.map((key) => [key, event[key]])),
      e: nameOf(event['se_ca'], event['se_ac'], memberOf(described, 'schema')) ?? event['e'],
      ue_pr: undefined,
      ue_px: undefined,
      properties: { ...own, ...asObject(memberOf(described, 'data')) },
    }
  },
  adapter: adapterOf({
    name: 'e',
    user: { id: 'uid', device: 'duid', session: 'sid' },
    id: 'eid',
    timestamp: ['ttm', 'dtm', 'stm'],
    source: { url: 'url', referrer: 'refr' },
  }),
}

// Contexts and the measures of the browser are said to be left out.
const payloadKeys = [
  ...['e', 'ue_pr', 'ue_px', 'uid', 'duid', 'sid', 'eid', 'ttm', 'dtm', 'stm', 'url', 'refr', 'co', 'cx'],
  ...[
    'p',
    'tv',
    'tna',
    'aid',
    'res',
    'vp',
    'ds',
    'cd',
    'cookie',
    'cs',
    'lang',
    'tz',
    'nuid',
    'vid',
    'f_pdf',
    'ua',
    'ip',
  ],
]

function unpacked(text: unknown): unknown {
  return typeof text === 'string' ? fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')) : undefined
}

function asObject(value: unknown): Data {
  return isPlainObject(value) ? value : {}
}
