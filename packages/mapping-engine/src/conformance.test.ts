import { readFileSync } from 'node:fs'
import type { Outcome } from '@mapping-designer/shared-types'
import { describe, expect, it } from 'vitest'
import { createCodeRunner, loadSandbox } from './code/quickjs-code.ts'
import { compileDestination } from './compile-destination.ts'
import type { GenuineSend } from './genuine/run-genuine.ts'

interface Case {
  name: string
  about: string
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
  const { topic, ...message } = outcome.record
  return [{ topic, messages: [message], ...outcome.send }]
}
