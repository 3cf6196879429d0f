import { startFlow } from '@walkeros/collector'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readSamples } from './read-samples.ts'

type Call = [name: string, argument?: object]

/** What a destination of the published collector gets when these calls are made. */
async function received(calls: readonly (Call | [event: object])[]): Promise<unknown[]> {
  const events: unknown[] = []
  const push = (event: object) => {
    const { name, data, consent, user, globals } = event as Record<string, unknown>
    events.push(structuredClone({ name, data, consent, user, globals }))
  }
  const { elb } = await startFlow({
    run: true,
    logger: { level: 'ERROR' },
    destinations: { recorder: { code: { type: 'recorder', config: {}, push } } },
  } as unknown as Parameters<typeof startFlow>[0])
  for (const call of calls) await (elb as (...given: unknown[]) => Promise<unknown>)(...call)
  return events
}

const states = fc.dictionary(fc.constantFrom('marketing', 'analytics'), fc.constantFrom(true, false, 1, 0, 'yes'))
const members = fc.dictionary(fc.constantFrom('id', 'list'), fc.constantFrom<unknown>('u-1', 7, ['a'], ['b'], null))
const calls = fc.oneof(
  states.map((given): Call => ['walker consent', given]),
  fc.tuple(fc.constantFrom('walker user', 'walker globals'), members).map(([name, given]): Call => [name, given]),
  fc
    .record({ consent: states, user: members, globals: members }, { requiredKeys: [] })
    .map((given): Call => ['walker run', given]),
  fc.constantFrom<Call>(['walker config', { x: 1 }], ['walker custom', { a: 1 }], ['walker run']),
  fc.constantFrom<Call>(['order complete', { id: 1 }], ['page view']),
)

it('the events after commands are those that the published collector hands on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { maxLength: 6 }), async (made) => {
      const all: Call[] = [...made, ['order complete', { id: 2 }]]
      const source = all.map((call) => `elb(${call.map((one) => JSON.stringify(one)).join(', ')})`).join('\n')
      const { events, errors } = await readSamples(source)
      expect(errors).toEqual([])
      expect(await received(events.map(({ event }) => [event]))).toEqual(await received(all))
    }),
    { numRuns: 200 },
  )
})
