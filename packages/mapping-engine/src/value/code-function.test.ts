import { describe, expect, it } from 'vitest'
import { CodeFault, type CodeRunner, faultOf, findFault, hasCode, reviveCode } from './code-function.ts'

const asFunctions = { compile: (source: string, place: unknown) => () => ({ source, place }) } as unknown as CodeRunner
const failing = (error: unknown) =>
  ({
    compile() {
      throw error
    },
  }) as unknown as CodeRunner

describe('functions in a config', () => {
  it.each<{ config: unknown; has: boolean }>([
    { config: '$code:() => 1', has: true },
    { config: 'text', has: false },
    { config: 'a $code:() => 1', has: false },
    { config: null, has: false },
    { config: undefined, has: false },
    { config: 7, has: false },
    { config: {}, has: false },
    { config: [], has: false },
    { config: ['a', ['$code:x']], has: true },
    { config: { a: { b: ['x', { c: '$code:x' }] } }, has: true },
    { config: { '$code:x': 'a', b: 1 }, has: false },
  ])('are there or not: $config', ({ config, has }) => {
    expect(hasCode(config)).toBe(has)
  })

  it('are compiled at their places, and what holds none is shared', () => {
    const config = { a: '$code:one', b: [1, '$code:two', { c: null }], d: { e: 'text' }, f: null }
    const revived = reviveCode(config, asFunctions, ['root']) as Record<string, unknown>
    expect((revived['a'] as () => unknown)()).toEqual({ source: 'one', place: ['root', 'a'] })
    const [first, second, third] = revived['b'] as unknown[]
    expect([first, (second as () => unknown)()]).toEqual([1, { source: 'two', place: ['root', 'b', 1] }])
    expect(third).toBe(config.b[2])
    expect(revived['d']).toBe(config.d)
    expect(revived['f']).toBe(null)
    expect(reviveCode(config.d, asFunctions)).toBe(config.d)
    expect(reviveCode(7, asFunctions)).toBe(7)
    expect(reviveCode(null, asFunctions)).toBe(null)
  })

  it('that cannot be run throw the fault when they are touched', () => {
    const revived = reviveCode({ a: '$code:x' }, undefined) as { a: () => never }
    expect(() => revived.a()).toThrow(new CodeFault('not-run', ['a'], 'The function was not run'))
    expect(faultOf(revived.a)).toMatchObject({ kind: 'not-run', place: ['a'] })
    const fault = new CodeFault('syntax', ['a'], 'no')
    expect(faultOf(reviveCode('$code:x', failing(fault)))).toBe(fault)
  })

  it('hide no fault of the runner itself', () => {
    expect(() => reviveCode('$code:x', failing(new TypeError('ours')))).toThrow('ours')
  })
})

describe('the first fault in a value', () => {
  const fault = new CodeFault('syntax', [], 'no')
  const faulty = reviveCode('$code:x', failing(fault))
  it.each<{ value: unknown; found: CodeFault | undefined }>([
    { value: faulty, found: fault },
    { value: [1, [faulty]], found: fault },
    { value: { a: 'x', b: { c: faulty } }, found: fault },
    { value: { a: () => 1 }, found: undefined },
    { value: null, found: undefined },
    { value: 'text', found: undefined },
    { value: {}, found: undefined },
  ])('is found or not, case %#', ({ value, found }) => {
    expect(findFault(value)).toBe(found)
  })
})
