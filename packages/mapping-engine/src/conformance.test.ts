import { readFileSync } from 'node:fs'
import type { Outcome } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { createCodeRunner } from './code/code-runner.ts'
import { loadSandbox } from './code/load-sandbox.ts'
import { compileDestination } from './compile-destination.ts'
import type { GenuineSend } from './genuine/run-genuine.ts'
import { producerSend } from './record/producer-send.ts'
import { differences, semanticsOf } from './runtime/differences.ts'
import { knownVersions } from './runtime/versions.ts'

interface Case {
  name: string
  about: string
  topic?: string
  config: unknown
  collector?: Record<string, never>
  events: unknown[]
}
interface Recording {
  now: number
  cases: Record<string, { sends: GenuineSend[]; isOk: boolean }[]>
}

const load = (file: string) => JSON.parse(readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8'))
const cases: Case[] = load('cases.json')
const recording: Recording = load('recorded.json')

describe('what the published packages were recorded doing', () => {
  it.each(cases.map((one) => ({ ...one, title: `${one.about}: ${one.name}` })))('$title', async (one) => {
    const { now } = recording
    const code = createCodeRunner(await loadSandbox(), { now, collector: { consent: {}, ...one.collector } })
    const plan = compileDestination(one.config, { collector: one.collector, now, code })
    for (const [index, event] of one.events.entries()) {
      const genuine = recording.cases[one.name]?.[index]
      const outcome = plan.run(event)
      expect(asSends(outcome)).toEqual(genuine?.sends)
      if (genuine?.isOk === false) expect(outcome.kind).toBe('failed')
    }
    code.dispose()
  })
})

describe('what walkerOS 4.4 was recorded doing', () => {
  const newer: { now: number; cases: Record<string, GenuineSend[]> } = load('recorded-4.4.json')

  it.each(cases.filter(({ name }) => newer.cases[name] !== undefined))('$about: $name', async (one) => {
    const { now } = newer
    const code = createCodeRunner(await loadSandbox(), { now, collector: { consent: {}, ...one.collector } })
    const plan = compileDestination(one.config, { collector: one.collector, now, code, runtime: '4.4' })
    expect(withoutIds(one.events.flatMap((event) => asSends(plan.run(event))))).toEqual(
      withoutIds(newer.cases[one.name]),
    )
    code.dispose()
  })
})

describe('what walkerOS 4.7 was recorded doing', () => {
  interface NewCase extends Case {
    records: GenuineSend[]
    outcomes: string[]
    logs: string[]
  }
  const newer: { now: number; walkeros: string; cases: NewCase[] } = load('recorded-4.7.json')

  it.each(newer.cases.map((one) => ({ ...one, title: `${one.topic}: ${one.name}` })))('$title', async (one) => {
    const { now, walkeros } = newer
    const code = createCodeRunner(await loadSandbox(), { now, collector: { consent: {}, ...one.collector } })
    const plan = compileDestination(one.config, { collector: one.collector, now, code, runtime: walkeros })
    const explained = one.events.map((event) => plan.explain(event))
    expect(explained.map(({ outcome }, index) => matching(outcome.kind, one.outcomes[index]))).toEqual(one.outcomes)
    const sends = explained.flatMap(({ outcome }) => asSends(outcome))
    expect(withoutIds(sends)).toEqual(withoutIds(one.records))
    const logs = explained.flatMap(({ errors }) => errors.map(({ message }) => message))
    expect(logs).toEqual(one.logs.filter((message) => message.startsWith('mapping ')))
    code.dispose()
  })

  it('has a switch for each difference, and each knows its case', () => {
    for (const runtime of knownVersions) expect(Object.keys(semanticsOf(runtime))).toEqual(Object.keys(differences))
  })
})

/** An outcome such as "ignored|failed" was recorded where both are right. */
function matching(kind: string, recorded = ''): string {
  return recorded.split('|').includes(kind) ? recorded : kind
}

/** Ids, traces and counts of events that bring none are random in production. */
function withoutIds(sends: unknown): unknown {
  const text = JSON.stringify(sends)
  return JSON.parse(
    text
      .replace(/\\"id\\":\\"[0-9a-f]{16}\\"/g, '\\"id\\":0')
      .replace(/\\"trace\\":\\"[0-9a-f]{32}\\"/g, '\\"trace\\":0')
      .replace(/\\"count\\":\d+/g, '\\"count\\":0'),
  )
}

describe('without the sandbox', () => {
  it.each(cases.filter((one) => JSON.stringify(one).includes('$code:')))('$name gives no made-up record', (one) => {
    const plan = compileDestination(one.config, { collector: one.collector, now: recording.now })
    for (const [index, event] of one.events.entries()) {
      const outcome = plan.run(event)
      if (outcome.kind === 'failed' && outcome.reason === 'code-not-run') continue
      expect(asSends(outcome)).toEqual(recording.cases[one.name]?.[index]?.sends)
    }
  })
})

function asSends(outcome: Outcome): unknown[] {
  if (outcome.kind !== 'message' && outcome.kind !== 'undeliverable') return []
  return [producerSend(outcome.record, outcome.send)]
}
