import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { pinClock } from '../testing/pin-clock.ts'
import { compareWithPublished } from './compare-record.ts'

const now = 1_700_000_000_000
pinClock(now)

const config = aConfig({ mapping: { order: { complete: { data: { map: { id: 'data.id' } } } } } })
const line = (event: unknown) => {
  const outcome = compileDestination(config, { now }).run(event)
  return { outcome: outcome.kind, message: 'record' in outcome ? outcome.record : null }
}

it('finds the preview to be the same as what the published packages send', async () => {
  for (const event of [anEvent(), { name: 'page view' }, { name: 'order' }]) {
    const check = await compareWithPublished({ config, collector: {}, event, line: line(event), now })
    expect(check).toEqual({ verdict: 'same', version: '4.2.1' })
  }
})

it('names the first byte that differs, and shows the genuine record', async () => {
  const shown = line(anEvent())
  const message = shown.message && { ...shown.message, value: shown.message.value.replace('ORD-1', 'ORD-2') }
  const check = await compareWithPublished({
    config,
    collector: {},
    event: anEvent(),
    line: { ...shown, message },
    now,
  })
  expect(check).toMatchObject({ verdict: 'different', field: 'value', at: 11, genuine: { value: '{"id":"ORD-1"}' } })
})
