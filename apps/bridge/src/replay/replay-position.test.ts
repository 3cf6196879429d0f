import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countingTopic, whereToGoOn } from './replay-position.ts'

describe('where a replay goes on', () => {
  it.each([
    { fact: 'nothing was noted', inLog: null, range: { least: 0, most: 0 }, goesOn: 0 },
    { fact: 'both say the same', inLog: 5n, range: { least: 5, most: 5 }, goesOn: 5 },
    { fact: 'the last transaction is in the log', inLog: 10n, range: { least: 5, most: 10 }, goesOn: 10 },
    { fact: 'the last transaction is not in the log', inLog: 5n, range: { least: 5, most: 10 }, goesOn: 5 },
    { fact: 'another machine went on', inLog: 900n, range: { least: 5, most: 10 }, goesOn: 900 },
    { fact: 'the journal lies elsewhere', inLog: 900n, range: { least: 0, most: 0 }, goesOn: 900 },
    { fact: 'the journal cannot be read, and the log can', inLog: 9n, range: { least: 0, most: Infinity }, goesOn: 9 },
  ])('$fact: at $goesOn', ({ inLog, range, goesOn }) => {
    expect(whereToGoOn('r', inLog, range)).toBe(goesOn)
  })

  it.each([
    {
      fact: 'the log has forgotten the position',
      inLog: null,
      range: { least: 5, most: 5 },
      says: 'Kafka has no position any more, and its journal says that the first 5 events were written.',
      behind: 5,
    },
    {
      fact: 'the log has forgotten a position that was under way',
      inLog: null,
      range: { least: 5, most: 10 },
      says: 'Kafka has no position any more, and its journal says that the first 5 events were written, and perhaps those up to 10.',
      behind: 5,
    },
    {
      fact: 'the log is behind the journal',
      inLog: 3n,
      range: { least: 5, most: 10 },
      says: 'Kafka has the position 3, and its journal says that the first 5 events were written, and perhaps those up to 10.',
      behind: 5,
    },
    {
      fact: 'neither can be asked',
      inLog: null,
      range: { least: 0, most: Infinity },
      says: 'Kafka has no position any more, and its journal cannot be read.',
      behind: 0,
    },
  ])('$fact: not without a word', ({ inLog, range, says, behind }) => {
    expect(() => whereToGoOn('r', inLog, range)).toThrow(`The replay r cannot go on by itself: ${says}`)
    expect(whereToGoOn('r', inLog, range, 'journal')).toBe(behind)
  })
})

describe('the topic that the position is noted in', () => {
  const names = ['a', 'b', 'c', 'd']
  const some = fc.subarray(names)

  it('never takes the position back, whatever topics come and go and whatever is allowed', () => {
    const step = fc.record({ existing: some, allowed: some, wanted: fc.constantFrom(...names), by: fc.nat(9) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const noted = new Map<string, bigint>()
        let position = 0n
        for (const { existing, allowed, wanted, by } of steps) {
          // A topic takes what was noted in it along; as long as one has it, nothing is lost.
          const left = [...noted].filter(([topic]) => existing.includes(topic))
          const hasIt = noted.size === 0 || left.some(([, at]) => at === position)
          if (!hasIt) return
          for (const topic of noted.keys()) if (!existing.includes(topic)) noted.delete(topic)
          const all = left.map(([topic, at]) => ({ topic, partition: 0, position: at }))
          if (all.length > 0) expect(all.map((one) => one.position)).toContain(position)
          const topic = countingTopic(all, { existing, wanted, mayProduceTo: (one) => allowed.includes(one) })
          if (topic === undefined) continue
          expect(existing).toContain(topic)
          if (left.length > 0) expect(noted.get(topic)).toBe(position)
          position += BigInt(by)
          noted.set(topic, position)
        }
      }),
    )
  })

  it('is at first the one of the settings, or else one that may be produced to', () => {
    const choose = (wanted: string, allowed: string[]) =>
      countingTopic([], { existing: names, wanted, mayProduceTo: (topic) => allowed.includes(topic) })
    expect(choose('c', names)).toBe('c')
    expect(choose('c', ['b', 'd'])).toBe('b')
    expect(choose('c', [])).toBeUndefined()
  })
})
