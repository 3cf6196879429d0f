import { rmSync } from 'node:fs'
import { aConfig, aFlow, anEvent } from '@mapping-designer/mapping-engine/testing'
import type { JsonValue } from '@mapping-designer/shared-types'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFiles } from '../temporary-files.ts'
import { type ConsentOptions, consent } from './consent.ts'

const { folder, file } = temporaryFiles()
afterAll(() => rmSync(folder, { recursive: true }))
const flowWith = (email: JsonValue) =>
  aFlow(aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id', email } } } } } }))
const asking = file('asking.json', flowWith({ key: 'user.email', consent: { marketing: true } }))
const leaking = file('leaking.json', flowWith('user.email'))
const events = file('events.json', [
  anEvent({ data: { id: 'O-1' }, user: { email: 'mara@example.com' }, consent: { functional: true } }),
])

async function shown(flow: string, options: Partial<ConsentOptions> = {}) {
  let out = ''
  const code = await consent(flow, { events, ...options }, (text) => {
    out += text
  })
  return { code, out }
}

describe('consent', () => {
  it('shows which field leaves under which consent', async () => {
    const { code, out } = await shown(asking)
    expect(code).toBe(0)
    const row = (name: string) => out.split('\n').find((line) => line.trim().startsWith(name))
    expect(row('field')?.trim().split(/ {2,}/)).toEqual(['field', 'none', 'marketing', 'functional', 'all'])
    expect(row('id')?.trim().split(/ {2,}/)).toEqual(['id', 'leaves', 'leaves', 'leaves', 'leaves'])
    expect(row('email')?.trim().split(/ {2,}/)).toEqual([
      'email (an e-mail address)',
      'held back',
      'leaves',
      'held back',
      'leaves',
    ])
    expect(out).toContain('Nothing that looks personal, or is marked as it, leaves without consent.')
  })

  it('fails on personal data that leaves without consent where that is wanted', async () => {
    const failOn = 'personal-without-consent'
    expect((await shown(asking, { failOn })).code).toBe(0)
    expect((await shown(leaking)).code).toBe(0)
    const { code, out } = await shown(leaking, { failOn, json: true })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      personalWithoutConsent: [{ field: 'email', personal: 'an e-mail address' }],
      problems: [{ code: 'personal-value' }],
    })
  })

  it('counts fields that are marked by hand, or named like personal data', async () => {
    const map = { id: 'data.id', street: 'data.street' }
    const config = aConfig({ mapping: { order: { complete: { data: { map } } } } })
    const personal = file('personal.json', aFlow(config, { variables: { personalFields: ['id', 'key', 7] } }))
    const some = file('some.json', [anEvent({ data: { id: 'O-1', street: 'Elm St' } })])
    const { code, out } = await shown(personal, { failOn: 'personal-without-consent', events: some })
    expect(code).toBe(1)
    expect(out).toContain('id of walkeros-events is marked as personal and leaves without any consent.')
    expect(out).toContain('street of walkeros-events is named like a postal address and leaves without any consent.')
    expect(out).toContain('key of walkeros-events is marked as personal')
  })

  it('writes a table in Markdown', async () => {
    const { out } = await shown(leaking, { markdown: true })
    expect(out).toContain('| field | none | functional |')
    expect(out).toContain('- email of walkeros-events looks like an e-mail address and leaves without any consent.')
  })

  it('holds for the whole flow and for the destination alone', async () => {
    const flow = file('gate.json', aFlow({ ...aConfig({}), consent: { marketing: true } }))
    for (const alone of [{}, { destinationOnly: true } as const]) {
      const { states, rows } = JSON.parse((await shown(flow, { json: true, ...alone })).out)
      expect(states.map(({ title }: { title: string }) => title)).toEqual(['none', 'marketing', 'functional', 'all'])
      expect(rows[0].cells.map(({ leaves }: { leaves: number }) => leaves)).toEqual([0, 1, 0, 1])
    }
  })
})
