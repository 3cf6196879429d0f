import { describe, expect, it } from 'vitest'
import { expectAdapted, product, readAdapted } from './adapted.ts'

describe('events of other trackers become events of walkerOS', () => {
  it.each([
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
  ])('$tracker', expectAdapted)

  it.each([
    { name: 'order complete', type: 'a', event: 'b' },
    { name: 'page view', data: { event: 'x' }, source: { type: 'browser' } },
    { data: {} },
    { name: 'order' },
  ])('but these are left as they are: %j', async (event) => {
    expect(await readAdapted(event)).toMatchObject({ events: [{ event }], notes: [] })
  })

  it('with the digits that were written', async () => {
    const { events } = await readAdapted(
      '{"type":"track","event":"Order Completed","userId":"u","properties":{"id":820982911946154508}}',
    )
    expect(events[0]?.text).toContain('"id": 820982911946154508')
  })
})
