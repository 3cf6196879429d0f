import { expect, it } from 'vitest'
import { keepTrying } from './keep-trying.ts'

it('says each fault once as long as it stays the same, and that it is over', async () => {
  const faults = ['no topic', 'no topic', 'fenced', 'no topic', 'no broker', undefined, 'no topic', undefined]
  const said: string[] = []
  const stop = new AbortController()
  await keepTrying(
    async (onWell) => {
      const fault = faults.shift()
      if (fault !== undefined) throw new Error(fault)
      onWell()
      if (faults.length === 0) stop.abort()
    },
    {
      signal: stop.signal,
      sentenceOf: (error) => (String(error).includes('fenced') ? undefined : String(error)),
      report: (sentence) => said.push(sentence),
      pauses: { first: 1, last: 1 },
    },
  )
  expect(said).toEqual(['Error: no topic', 'Error: no broker', 'Works again.', 'Error: no topic', 'Works again.'])
})
