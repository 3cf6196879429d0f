import { anEvent } from '@mapping-designer/mapping-engine/testing'
import { describe, expect, it } from 'vitest'
import { aBridge, asDesigner, testHost, testKey, testNow } from '../testing.ts'

describe('the live tap', () => {
  const collect = (app: ReturnType<typeof aBridge>, body: unknown, key = testKey) =>
    app.request(`/collect/${key}`, {
      method: 'POST',
      headers: { host: testHost, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  it('takes one event, an array and a batch, and shows them to the page', async () => {
    const app = aBridge()
    for (const body of [anEvent(), [anEvent(), anEvent()], { events: [anEvent()] }]) {
      expect((await collect(app, body)).status).toBe(202)
    }
    const stream = await app.request('/api/live', asDesigner())
    const reader = stream.body?.getReader()
    let text = ''
    while (text.split('event: event').length < 5) text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    expect(text).toContain('"number":4')
  })
  it.each(['{"name":"a b","data":{"id":820982911946154508,"total":1.10}}', '{"name":"a b","data":{"id":1,"id":2}}'])(
    'keeps what JSON would lose of an event: %s',
    async (event) => {
      const app = aBridge()
      const body = `{"events":[${event},{"name":"c d"}]}`
      const headers = { host: testHost, 'content-type': 'application/json' }
      await app.request(`/collect/${testKey}`, { method: 'POST', headers, body })
      const reader = (await app.request('/api/live', asDesigner())).body?.getReader()
      let text = ''
      while (!text.includes('c d')) text += new TextDecoder().decode((await reader?.read())?.value)
      await reader?.cancel()
      expect(text).toContain(`"text":${JSON.stringify(event)}`)
    },
  )
  it('takes no other JSON', async () => {
    expect(await (await collect(aBridge(), 'text')).json()).toMatchObject({
      error: { code: 'invalid-request', message: 'The document must be an event, or events in an array.' },
    })
  })
  it('keeps the newest five hundred events', async () => {
    let now = testNow
    const app = aBridge({ clock: () => now })
    for (let index = 0; index < 3; index++) {
      await collect(app, { batch: Array.from({ length: 200 }, () => anEvent()) })
      now += 1_000
    }
    const stream = await app.request('/api/live', asDesigner())
    const reader = stream.body?.getReader()
    let text = ''
    while (!text.includes('"number":600')) text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    expect(text.match(/"number":(\d+)/)?.[1]).toBe('101')
  })
  it('takes nothing without its key, and nothing while it is closed', async () => {
    const app = aBridge()
    expect((await collect(app, anEvent(), 'wrong')).status).toBe(401)
    await app.request('/api/live', asDesigner({ body: { isOpen: false } }))
    expect((await collect(app, anEvent())).status).toBe(429)
    const state = await app.request('/api/live/state', asDesigner())
    expect(await state.json()).toMatchObject({ isOpen: false, taken: 0, dropped: 1 })
  })
  it('drops what is over the rate, and says how many', async () => {
    const answer = await collect(
      aBridge(),
      Array.from({ length: 250 }, () => anEvent()),
    )
    expect(await answer.json()).toEqual({ taken: 200, dropped: 50 })
  })
})
