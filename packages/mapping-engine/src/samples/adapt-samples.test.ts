import { describe, expect, it } from 'vitest'
import { adaptSamples } from './adapt-samples.ts'
import { readSamples } from './read-samples.ts'

const read = async (value: unknown) =>
  adaptSamples(await readSamples(typeof value === 'string' ? value : JSON.stringify(value, null, 2)))

const product = (data: object) => [{ entity: 'product', data }]

describe('events of other trackers become events of walkerOS', () => {
  it.each([
    {
      tracker: 'a row of the BigQuery export of GA4',
      given: {
        event_date: '20240603',
        event_timestamp: '1717420800000000',
        event_name: 'purchase',
        event_params: [
          { key: 'transaction_id', value: { string_value: 'O-1' } },
          { key: 'value', value: { double_value: 12.5 } },
          { key: 'ga_session_id', value: { int_value: '17' } },
        ],
        user_pseudo_id: 'p.1',
        items: [{ item_id: 'P-1', price: 12.5 }],
        device: { category: 'mobile' },
      },
      event: {
        name: 'order complete',
        data: { transaction_id: 'O-1', value: 12.5, ga_session_id: 17 },
        user: { device: 'p.1', session: 17 },
        nested: product({ item_id: 'P-1', price: 12.5 }),
        source: { type: 'ga4' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'event_date, device',
    },
    {
      tracker: 'a GA4 Measurement Protocol event',
      given: {
        client_id: 'c.1',
        timestamp_micros: '1717420800000000',
        events: [{ name: 'page_view', params: { page_location: 'https://a.test/' } }],
      },
      event: {
        name: 'page view',
        data: { page_location: 'https://a.test/' },
        user: { device: 'c.1' },
        source: { type: 'ga4', url: 'https://a.test/' },
        timestamp: 1_717_420_800_000,
      },
    },
    {
      tracker: 'an event of a GTM server',
      given: { event_name: 'add_to_cart', client_id: 'c.1', value: 3, 'x-ga-protocol_version': '2' },
      event: {
        name: 'product add',
        data: { value: 3, 'x-ga-protocol_version': '2' },
        user: { device: 'c.1' },
        source: { type: 'gtm-server' },
      },
    },
    {
      tracker: 'a gtag event',
      given: { 0: 'event', 1: 'sign_up', 2: { method: 'mail' } },
      event: { name: 'user signup', data: { method: 'mail' }, source: { type: 'gtag' } },
    },
    {
      tracker: 'a gtag event',
      given: "gtag('event', 'purchase', { transaction_id: 'O-1', items: [{ item_id: 'P-1' }] });",
      event: {
        name: 'order complete',
        data: { transaction_id: 'O-1', items: [{ item_id: 'P-1' }] },
        nested: product({ item_id: 'P-1' }),
        source: { type: 'gtag' },
      },
    },
    {
      tracker: 'a dataLayer event',
      given: [
        { event: 'view_item', ecommerce: { items: [{ item_id: 'P-1' }] }, pageType: 'pdp', 'gtm.uniqueEventId': 12 },
      ],
      event: {
        name: 'product view',
        data: { pageType: 'pdp' },
        custom: { ecommerce: { items: [{ item_id: 'P-1' }] } },
        nested: product({ item_id: 'P-1' }),
        source: { type: 'dataLayer' },
      },
      leftOut: 'gtm.uniqueEventId',
    },
    {
      tracker: 'a dataLayer event',
      given: "dataLayer.push({ event: 'purchase', ecommerce: { value: 1 } })",
      event: { name: 'order complete', custom: { ecommerce: { value: 1 } }, source: { type: 'dataLayer' } },
    },
    {
      tracker: 'a Segment event',
      given: {
        type: 'track',
        event: 'Order Completed',
        messageId: 'm-1',
        anonymousId: 'a-1',
        userId: null,
        timestamp: '2024-06-03T13:20:00.000Z',
        properties: { total: 3, products: [{ sku: 'P-1' }] },
        context: { ip: '::1', page: { url: 'https://a.test/' } },
      },
      event: {
        name: 'order complete',
        data: { total: 3, products: [{ sku: 'P-1' }] },
        user: { device: 'a-1' },
        nested: product({ sku: 'P-1' }),
        id: 'm-1',
        source: { type: 'segment', url: 'https://a.test/' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'context.ip, members that are null',
    },
    {
      tracker: 'a Segment event',
      given: { batch: [{ type: 'page', name: 'Home Page', userId: 'u-1', properties: { path: '/' } }], sentAt: 'x' },
      event: {
        name: 'page view',
        data: { path: '/' },
        custom: { name: 'Home Page' },
        user: { id: 'u-1' },
        source: { type: 'segment' },
      },
    },
    {
      tracker: 'a Segment event',
      given: "analytics.track('Plan Upgraded', { plan: 'pro' })",
      event: { name: 'plan upgraded', data: { plan: 'pro' }, source: { type: 'segment' } },
    },
    {
      tracker: 'a RudderStack event',
      given: {
        type: 'track',
        event: 'Product Added',
        rudderId: 'r',
        anonymousId: 'a-1',
        properties: { id: 1 },
        originalTimestamp: '2024-06-03T13:20:00Z',
      },
      event: {
        name: 'product add',
        data: { id: 1 },
        user: { device: 'a-1' },
        source: { type: 'rudderstack' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'rudderId',
    },
    {
      tracker: 'a PostHog event',
      given: {
        api_key: 'phc_1',
        event: '$pageview',
        distinct_id: 'u-1',
        properties: { $current_url: 'https://a.test/', $session_id: 's' },
        timestamp: '2024-06-03T13:20:00Z',
      },
      event: {
        name: 'page view',
        data: { $current_url: 'https://a.test/', $session_id: 's' },
        user: { id: 'u-1', session: 's' },
        source: { type: 'posthog', url: 'https://a.test/' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'api_key',
    },
    {
      tracker: 'a Mixpanel event',
      given: {
        event: 'Sign Up',
        properties: { time: 1_717_420_800, distinct_id: 'u-1', $insert_id: 'i', plan: 'pro' },
      },
      event: {
        name: 'sign up',
        data: { time: 1_717_420_800, distinct_id: 'u-1', $insert_id: 'i', plan: 'pro' },
        user: { id: 'u-1' },
        id: 'i',
        source: { type: 'mixpanel' },
        timestamp: 1_717_420_800_000,
      },
    },
    {
      tracker: 'an Amplitude event',
      given: {
        api_key: 'k',
        events: [{ event_type: 'watch_tutorial', user_id: 'u-1', time: 1_717_420_800_000, event_properties: { n: 1 } }],
      },
      event: {
        name: 'watch tutorial',
        data: { n: 1 },
        user: { id: 'u-1' },
        source: { type: 'amplitude' },
        timestamp: 1_717_420_800_000,
      },
    },
    {
      tracker: 'an enriched Snowplow event',
      given: {
        app_id: 'shop',
        event: 'struct',
        event_id: 'e-1',
        collector_tstamp: '2024-06-03 13:20:00.000',
        se_category: 'video',
        se_action: 'play',
        domain_userid: 'd-1',
        br_name: null,
      },
      event: {
        name: 'video play',
        data: { se_category: 'video', se_action: 'play' },
        user: { device: 'd-1' },
        id: 'e-1',
        source: { type: 'snowplow' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'app_id, members that are null',
    },
    {
      tracker: 'an enriched Snowplow event',
      given: ['shop', 'web', '', '2024-06-03 13:20:00.000', '', 'page_view', 'e-1', ...Array(124).fill('')].join('\t'),
      event: {
        name: 'page view',
        id: 'e-1',
        source: { type: 'snowplow', platform: 'web' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'app_id',
    },
    {
      tracker: 'a Snowplow tracker event',
      given: {
        schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4',
        data: [
          {
            e: 'ue',
            eid: 'e-1',
            dtm: '1717420800000',
            p: 'web',
            ue_px: btoa(
              JSON.stringify({
                schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0',
                data: { schema: 'iglu:com.acme/add_to_basket/jsonschema/1-0-0', data: { sku: 'P-1' } },
              }),
            ),
          },
        ],
      },
      event: {
        name: 'add_to basket',
        data: { sku: 'P-1' },
        id: 'e-1',
        source: { type: 'snowplow' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'p',
    },
    {
      tracker: 'an action of a Matomo visit',
      given: {
        idVisit: '7',
        visitorId: 'v-1',
        actionDetails: [{ type: 'action', url: 'https://a.test/', pageTitle: 'A', timestamp: 1_717_420_800 }],
      },
      event: {
        name: 'page view',
        data: { url: 'https://a.test/', pageTitle: 'A' },
        user: { device: 'v-1', session: '7' },
        source: { type: 'matomo', url: 'https://a.test/' },
        timestamp: 1_717_420_800_000,
      },
    },
    {
      tracker: 'a Shopify webhook',
      given: {
        id: 42,
        admin_graphql_api_id: 'gid://shopify/Order/42',
        name: '#9999',
        total_price: '1.10',
        currency: 'EUR',
        created_at: '2024-06-03T15:20:00+02:00',
        tags: '',
        line_items: [{ sku: 'P-1' }],
      },
      event: {
        name: 'order complete',
        data: { id: 42, number: '#9999', total: '1.10', currency: 'EUR' },
        nested: product({ sku: 'P-1' }),
        source: { type: 'shopify' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'admin_graphql_api_id, tags',
    },
    {
      tracker: 'a CloudEvent',
      given: {
        specversion: '1.0',
        id: 'c-1',
        source: '/shop',
        type: 'com.example.order.completed',
        time: '2024-06-03T13:20:00Z',
        datacontenttype: 'application/json',
        data: { id: 1 },
      },
      event: {
        name: 'order completed',
        data: { id: 1 },
        id: 'c-1',
        source: { type: 'cloudevents', url: '/shop' },
        timestamp: 1_717_420_800_000,
      },
      leftOut: 'specversion, datacontenttype',
    },
    {
      tracker: 'a record of an AWS service',
      given: {
        Records: [
          { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: '2024-06-03T13:20:00Z', s3: { b: 1 } },
        ],
      },
      event: {
        name: 'object_created put',
        data: { s3: { b: 1 } },
        source: { type: 'aws', url: 'aws:s3' },
        timestamp: 1_717_420_800_000,
      },
    },
    {
      tracker: 'an event of walkerOS 1 to 3, whose name stood in `event`; walkerOS 4 calls it `name`',
      given: { event: 'order complete', data: { id: '1' }, group: 'g' },
      event: { name: 'order complete', data: { id: '1' } },
      leftOut: 'group',
    },
    {
      tracker: 'a PostHog event',
      given: { uuid: 'u-1', event: '$pageview', distinct_id: 'd', properties: '{"$current_url":"https://a.test/"}' },
      event: {
        name: 'page view',
        data: { $current_url: 'https://a.test/' },
        user: { id: 'd' },
        id: 'u-1',
        source: { type: 'posthog', url: 'https://a.test/' },
      },
    },
    {
      tracker: 'a GA4 Measurement Protocol event',
      given: { client_id: 'c.1', events: [{ name: 'login' }] },
      event: { name: 'user login', user: { device: 'c.1' }, source: { type: 'ga4' } },
    },
    {
      tracker: 'a CloudEvent',
      given: {
        specversion: '1.0',
        id: 'c',
        source: '/s',
        type: 'com.a.order.created.v2',
        data_base64: btoa('{"id":1}'),
      },
      event: { name: 'order created', data: { id: 1 }, id: 'c', source: { type: 'cloudevents', url: '/s' } },
      leftOut: 'specversion',
    },
    {
      tracker: 'self-describing data of Snowplow',
      given: { schema: 'iglu:com.acme/cart_add/jsonschema/1-0-0', data: { sku: 'S' } },
      event: { name: 'cart add', data: { sku: 'S' }, source: { type: 'snowplow' } },
    },
    {
      tracker: 'an event of a Shopify web pixel',
      given: {
        id: 'i',
        name: 'checkout_completed',
        clientId: 'c',
        type: 'standard',
        data: { checkout: { token: 't' } },
      },
      event: {
        name: 'order complete',
        data: { checkout: { token: 't' } },
        user: { device: 'c' },
        id: 'i',
        source: { type: 'shopify' },
      },
      leftOut: 'type',
    },
    {
      tracker: 'a Shopify webhook',
      given: { id: 'c', token: 'c', line_items: [{ sku: 'P' }] },
      event: { name: 'cart update', data: { id: 'c' }, nested: product({ sku: 'P' }), source: { type: 'shopify' } },
      leftOut: 'token',
    },
    {
      tracker: 'an object whose name may be in `eventType`',
      given: { eventType: 'invoicePaid', amount: 3 },
      event: { name: 'invoice paid', data: { eventType: 'invoicePaid', amount: 3 } },
    },
  ])('$tracker', async ({ tracker, given, event, leftOut }) => {
    const { events, errors, notes } = await read(given)
    expect({ errors, events: events.map((one) => one.event) }).toEqual({ errors: [], events: [event] })
    const left = leftOut === undefined ? '' : ` Left out: ${leftOut}.`
    expect(notes.at(-1)).toBe(`1 value is ${tracker}, and became \`${event.name}\`.${left}`)
  })

  it.each([
    { name: 'order complete', type: 'a', event: 'b' },
    { name: 'page view', data: { event: 'x' }, source: { type: 'browser' } },
    { data: {} },
    { name: 'order' },
  ])('but these are left as they are: %j', async (event) => {
    expect(await read(event)).toMatchObject({ events: [{ event }], notes: [] })
  })

  it('with the digits that were written', async () => {
    const { events } = await read(
      '{"type":"track","event":"Order Completed","userId":"u","properties":{"id":820982911946154508}}',
    )
    expect(events[0]?.text).toContain('"id": 820982911946154508')
  })

  it.each([
    ["analytics.track({ userId: 'u', event: 'Order Completed' })", 'a Segment event', 'order complete', { id: 'u' }],
    ["analytics.track('u', 'Signed Up', { plan: 'x' })", 'a Segment event', 'signed up', { id: 'u' }],
    ["analytics.group('g', { plan: 'x' })", 'a Segment event', 'group identify', undefined],
    ["rudderanalytics.track('Order Completed')", 'a RudderStack event', 'order complete', undefined],
    ["posthog.capture('order completed', { total: 3 })", 'a PostHog event', 'order completed', undefined],
    ["posthog.identify('u', { plan: 'x' })", 'a PostHog event', 'user identify', { id: 'u' }],
    ["mixpanel.identify('u')", 'a Mixpanel event', 'user identify', { id: 'u' }],
    ["amplitude.track('Order Completed', {})", 'an Amplitude event', 'order complete', undefined],
    ["amplitude.track({ event_type: 'a_b', user_id: 'u' })", 'an Amplitude event', 'a b', { id: 'u' }],
    ["dataLayer.push({ event: 'formSent', form: 1 })", 'a dataLayer event', 'form sent', undefined],
    ["snowplow('trackPageView')", 'a Snowplow tracker event', 'page view', undefined],
    ["snowplow('trackStructEvent', 'cart', 'add')", 'a Snowplow tracker event', 'cart add', undefined],
    [
      "snowplow('trackSelfDescribingEvent:sp', { event: { schema: 'iglu:a/cart_add/jsonschema/1-0-0', data: {} } })",
      'a Snowplow tracker event',
      'cart add',
      undefined,
    ],
    ["_paq.push(['trackEvent', 'Video', 'Play'])", 'an action of a Matomo visit', 'video play', undefined],
  ])('and so do calls: %s', async (call, tracker, name, user) => {
    const { events, errors, notes } = await read(call)
    expect({ errors, events }).toMatchObject({ errors: [], events: [{ event: { name, ...(user && { user }) } }] })
    expect(notes.at(-1)).toContain(`1 value is ${tracker}, and became \`${name}\``)
  })

  it('without the functions in a call, which are said to be left out', async () => {
    const { events, notes } = await read("dataLayer.push({ event: 'login', eventCallback: function () {} })")
    expect(events.map(({ event }) => event)).toEqual([{ name: 'user login', source: { type: 'dataLayer' } }])
    expect(notes[0]).toBe('Line 1: the functions in this call of dataLayer.push are left out.')
  })

  it.each([
    ["_paq.push(['setUserId', 'u'])", 'Line 1: this call of _paq.push sends no event.'],
    ["gtag('js', new Date())", '1 value is a gtag command without an event, and was left out.'],
    ['{"index":{"_index":"x"}}', '1 value is an action of a bulk request to Elasticsearch, and was left out.'],
    [
      '{"schema":"iglu:a.badrows/size_violation/jsonschema/1-0-0","data":{}}',
      '1 value is a bad row of Snowplow, which no schema allowed, and was left out.',
    ],
  ])('%s is no event', async (text, note) => {
    expect(await read(text)).toMatchObject({ events: [], errors: [], notes: [note] })
  })

  it('unless they are commands', async () => {
    const { events, notes } = await read("gtag('config', 'G-1'); gtag('event', 'login', {})")
    expect(events.map(({ event }) => event['name'])).toEqual(['user login'])
    expect(notes).toContain('1 value is a gtag command without an event, and was left out.')
  })

  it('unless they prepare the next one', async () => {
    const { events, notes } = await read(
      "dataLayer.push({ ecommerce: null }); dataLayer.push({ event: 'login', ecommerce: {} })",
    )
    expect(events).toHaveLength(1)
    expect(notes).toContain('1 value is a dataLayer push without an event, and was left out.')
  })
})
