import { describe, it } from 'vitest'
import { expectAdapted, product } from './adapted.ts'

describe('events of Google’s trackers become events of walkerOS', () => {
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
      tracker: 'a GA4 Measurement Protocol event',
      given: { client_id: 'c.1', events: [{ name: 'login' }] },
      event: { name: 'user login', user: { device: 'c.1' }, source: { type: 'ga4' } },
    },
  ])('$tracker', expectAdapted)
})
