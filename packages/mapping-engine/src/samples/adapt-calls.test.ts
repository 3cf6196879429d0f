import { describe, expect, it } from 'vitest'
import { readAdapted } from './adapted.ts'

describe('calls of other trackers become events of walkerOS', () => {
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
  ])('%s', async (call, tracker, name, user) => {
    const { events, errors, notes } = await readAdapted(call)
    expect({ errors, events }).toMatchObject({ errors: [], events: [{ event: { name, ...(user && { user }) } }] })
    expect(notes.at(-1)).toContain(`1 value is ${tracker}, and became \`${name}\``)
  })

  it('without the functions in a call, which are said to be left out', async () => {
    const { events, notes } = await readAdapted("dataLayer.push({ event: 'login', eventCallback: function () {} })")
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
    expect(await readAdapted(text)).toMatchObject({ events: [], errors: [], notes: [note] })
  })

  it('but for commands', async () => {
    const { events, notes } = await readAdapted("gtag('config', 'G-1'); gtag('event', 'login', {})")
    expect(events.map(({ event }) => event['name'])).toEqual(['user login'])
    expect(notes).toContain('1 value is a gtag command without an event, and was left out.')
  })

  it('but for those that prepare the next one', async () => {
    const { events, notes } = await readAdapted(
      "dataLayer.push({ ecommerce: null }); dataLayer.push({ event: 'login', ecommerce: {} })",
    )
    expect(events).toHaveLength(1)
    expect(notes).toContain('1 value is a dataLayer push without an event, and was left out.')
  })
})
