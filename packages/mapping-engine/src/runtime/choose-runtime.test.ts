import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileDestination } from '../compile-destination.ts'
import { aConfig, anEvent } from '../testing/builders.ts'
import { chooseRuntime, describeRuntime } from './choose-runtime.ts'
import { differences, semanticsOf } from './differences.ts'

const flowWith = (version: unknown, override?: string) => ({
  bundle: {
    packages: version === undefined ? {} : { '@walkeros/collector': version },
    ...(override !== undefined && { overrides: { '@walkeros/core': override } }),
  },
})

it.each([
  { pin: '4.2.1', collector: '4.2.1', because: 'pinned' },
  { pin: { version: '4.7.1' }, collector: '4.7.1', because: 'pinned' },
  { pin: { version: 'v4.9.0' }, collector: '4.9.0', because: 'pinned' },
  { pin: '^4.4.0', collector: '4.9.0', because: 'range' },
  { pin: { version: '4.x' }, collector: '4.9.0', because: 'range' },
  { pin: 'latest', collector: '4.9.0', because: 'range' },
  { pin: '~4.7.0', collector: '4.7.2', because: 'range' },
  { pin: '4.4', collector: '4.4.0', because: 'range' },
  { pin: undefined, collector: '4.9.0', because: 'unpinned' },
  { pin: {}, collector: '4.9.0', because: 'unpinned' },
  { pin: { path: './collector' }, collector: '4.9.0', because: 'path' },
  { pin: '4.11.0', collector: '4.9.0', because: 'newer' },
  { pin: '3.4.2', collector: '4.2.1', because: 'older' },
])('takes the collector pinned as $pin for $collector', ({ pin, collector, because }) => {
  expect(chooseRuntime(flowWith(pin))).toMatchObject({ collector, core: collector, because, override: null })
})

it('lets an override of core decide the mapping', () => {
  const runtime = chooseRuntime(flowWith('4.7.2', '4.2.1'))
  expect(runtime).toMatchObject({ collector: '4.7.2', core: '4.2.1', override: '4.2.1' })
  expect(semanticsOf(runtime)).toMatchObject({ policyRemoves: false, stampsRelease: true })
})

it.each([
  ['4.11.0', 'Previewed as walkerOS 4.9.0: 4.11.0 is not known; this is the newest known version.'],
  [undefined, 'Previewed as walkerOS 4.9.0: the flow pins no version, so a bundle takes the newest one.'],
  ['4.4.0', 'Previewed as walkerOS 4.4.0: the flow pins this version of the collector.'],
])('says why %s is previewed as it is', (pin, sentence) => {
  expect(describeRuntime(chooseRuntime(flowWith(pin)))).toBe(sentence)
})

it('stamps the exact version of the collector', () => {
  const config = aConfig({ mapping: {}, data: { map: { release: 'source.release' } } })
  const { source: _, ...event } = anEvent()
  const outcome = compileDestination(config, { runtime: '4.7.1' }).run(event)
  expect('record' in outcome && outcome.record.value).toBe('{"release":{"default":"4.7.1"}}')
})

it.each([
  { version: '4.7.2', tries: 2 },
  { version: '4.8.0', tries: 1 },
])('tries the rules of `* *` $tries times in $version', ({ version, tries }) => {
  const config = aConfig({ mapping: { '*': { '*': { condition: '$code:not run here' } } } })
  let calls = 0
  const code = {
    compile: () => () => {
      calls++
      return false
    },
    begin() {},
    isSpent: false,
    usage: { hasUsedTime: false, hasUsedRandom: false },
    dispose() {},
  }
  compileDestination(config, { code, runtime: version }).run(anEvent())
  expect(calls).toBe(tries)
})

it.each(Object.entries(differences).filter(([, row]) => row.case !== null))('has a recorded case of %s', (_, row) => {
  const recorded = ['recorded-4.7.json', 'chains-4.7.json'].map((file) =>
    readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8'),
  )
  expect(recorded.join('')).toContain(`"name": "${row.case}"`)
})
