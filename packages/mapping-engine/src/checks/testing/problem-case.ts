import type { JsonObject, JsonValue } from '@mapping-designer/shared-types'
import { createCodeRunner } from '../../code/code-runner.ts'
import { loadSandbox } from '../../code/load-sandbox.ts'
import type { CompileOptions } from '../../destination-plan.ts'
import { aConfig } from '../../testing/builders.ts'

export const now = 1_700_000_200_000

export const clean: JsonObject = { data: { map: { id: 'data.id' } } }
/** A config of one rule, sound but for the changes. */
export const rule = (changes: JsonObject) => ({ mapping: { order: { complete: { ...clean, ...changes } } } })
export const data = (value: JsonValue) => rule({ data: value })
/** A config whose rule maps `id` and, to `out`, this value. */
export const field = (value: JsonValue) => data({ map: { id: 'data.id', out: value } })
export const sound = aConfig(rule({}), { key: 'data.id' })

export const pinned: JsonObject = { bundle: { packages: { '@walkeros/collector': { version: '4.2.1' } } } }

const quickjs = await loadSandbox()
export const sandbox = createCodeRunner(quickjs, { now, collector: {}, limits: { callTime: 60_000 } })
export const hasty = createCodeRunner(quickjs, { now, collector: {}, limits: { callTime: 100 } })

/** What shows a problem, and the cause that it says. */
export interface ProblemCase {
  code: string
  config?: unknown
  event?: JsonObject
  events?: JsonObject[]
  options?: CompileOptions
  cause: string
  /** Other codes that the case shows as well; all others stay silent about it. */
  also?: string[]
}
