import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { readFlow } from '../flow/read-flow.ts'
import { planDestination } from '../preview.ts'
import { aConfig, aFlow, anEvent } from '../testing/builders.ts'
import { now, rule } from './testing/problem-case.ts'

it('takes a reference whose value was typed in for the preview for no written out secret', () => {
  const withPassword = (password: string) =>
    aConfig(rule({}), { key: 'data.id', sasl: { mechanism: 'plain', username: 'app', password } })
  const codes = (written: string) =>
    compileDestination(withPassword('hunter2'), { step: { config: withPassword(written) } }).problems.map(
      ({ code }) => code,
    )
  expect(codes('$env.PASSWORD')).not.toContain('secret-in-config')
  expect(codes('hunter2')).toContain('secret-in-config')
})

it('resolves references as the walkerOS CLI does, and says which have no value', () => {
  const flow = {
    ...aFlow(aConfig(rule({ settings: { topic: '$env.TOPIC:orders', key: '$var.key' } }), { topic: '$env.MISSING' })),
    variables: { key: 'data.id' },
  }
  const reading = readFlow(JSON.stringify(flow), {})
  const [destination] = reading.isReadable ? reading.destinations : []
  if (destination === undefined) throw new Error('no destination')
  const { plan } = planDestination(destination, { now })
  expect(plan.run(anEvent())).toMatchObject({ record: { topic: 'orders', key: 'ORD-1' } })
  expect(plan.problems).toMatchObject([{ code: 'unresolved-reference', place: ['settings', 'kafka', 'topic'] }])
  const given = readFlow(JSON.stringify(flow), { TOPIC: 'typed', MISSING: 'x' })
  const [other] = given.isReadable ? given.destinations : []
  expect(other && planDestination(other, { now }).plan.run(anEvent())).toMatchObject({ record: { topic: 'typed' } })
})

it('says which reference stops the flow', () => {
  const reading = readFlow(JSON.stringify(aFlow(aConfig({}, { topic: '$var.nowhere' }))))
  const [destination] = reading.isReadable ? reading.destinations : []
  expect(destination && planDestination(destination, { now }).plan.run(anEvent())).toMatchObject({
    kind: 'failed',
    reason: 'reference',
    detail: 'Variable "nowhere" not found',
  })
})
