import { describe, it } from 'vitest'
import { expectAdapted, product } from './adapted.ts'

describe('events of product analytics become events of walkerOS', () => {
  it.each([
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
  ])('$tracker', expectAdapted)
})
