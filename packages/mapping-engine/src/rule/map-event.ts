import type { Place } from '@mapping-designer/shared-types'
import { deletePath } from '../path/delete-path.ts'
import { isPlainObject } from '../path/is-plain-object.ts'
import { merge } from '../path/merge.ts'
import type { Semantics } from '../runtime/differences.ts'
import type { Trace } from '../trace/step.ts'
import { compileValue } from '../value/compile-value.ts'
import type { Frame } from '../value/frame.ts'
import type { CompiledRule } from './compile-rule.ts'
import { compileFindRule } from './find-rule.ts'
import { includeSections } from './include-sections.ts'
import { applyPolicy, type CompiledPolicy, compilePolicy, type PolicyWrite } from './policy.ts'

/** What a destination says about the mapping of its events. */
export interface MappingConfig {
  data?: unknown
  include?: unknown
  mapping?: unknown
  policy?: unknown
}

export interface MappedEvent {
  event: Record<string, unknown>
  data: unknown
  /** The JSON of the mapped data where it was made in one pass, without the data; '' where it has no field. */
  text: string | null
  rule: CompiledRule | null
  isIgnored: boolean
}

export type MapEvent = (original: Record<string, unknown>, frame: Frame, trace: Trace) => MappedEvent

/** Policy, rule, policy of the rule, data, name, include, remove. Mirrors `core/mapping.ts processEventMapping`, step for step. */
export function compileMapEvent(config: MappingConfig, semantics: Semantics): MapEvent {
  const policy = config.policy ? compilePolicy(config.policy, semantics) : null
  const findRule = compileFindRule(config.mapping, { data: config.data, include: config.include, semantics })
  const runData = config.data ? compileValue(config.data, ['data'], semantics) : null

  return (original, frame, trace) => {
    let event = policy ? tracedPolicy(original, policy, ['policy'], frame, trace) : original
    const rule = findRule(event, frame, trace)
    frame.rule = rule?.name ?? null
    if (rule?.fault) throw rule.fault
    if (rule?.policy) event = tracedPolicy(event, rule.policy, [...rule.place, 'policy'], frame, trace)
    frame.event = event
    if (trace) frame.notes = { fields: [], target: [] }
    const data = runData ? runData(event, undefined, frame) : config.data
    if (rule?.isIgnored) return { event, data, text: null, rule, isIgnored: true }
    if (rule?.rename) {
      trace?.push({ kind: 'renamed', from: event['name'], to: rule.rename, place: [...rule.place, 'name'] })
      event['name'] = rule.rename
    }
    const text = trace === null ? (rule?.valueText()?.(event, frame) ?? null) : null
    if (text !== null) return { event, data: undefined, text, rule, isIgnored: false }
    const mapped = ownData(rule, data, event, frame)
    const fields = frame.notes?.fields ?? []
    frame.notes = null
    const include = rule?.include ?? config.include
    const value = withoutRemoved(withIncluded(mapped, event, include, semantics), rule?.remove)
    trace?.push({
      kind: 'data',
      place: rule?.data ? [...rule.place, 'data'] : config.data ? ['data'] : null,
      event,
      fields,
      value,
      include: textsOf(include),
      removed: textsOf(rule?.remove),
    })
    return { event, data: value, text: null, rule, isIgnored: false }
  }
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : []
}

function tracedPolicy(
  event: Record<string, unknown>,
  policy: CompiledPolicy,
  place: Place,
  frame: Frame,
  trace: Trace,
): Record<string, unknown> {
  const writes: PolicyWrite[] | undefined = trace ? [] : undefined
  const changed = applyPolicy(event, policy, frame, writes)
  trace?.push({ kind: 'policy', place, writes: writes ?? [] })
  return changed
}

/** Data of the rule: merged over the destination's where both are objects, else in its place. */
function ownData(rule: CompiledRule | null, data: unknown, event: Record<string, unknown>, frame: Frame): unknown {
  if (!rule?.data) return data
  const ofRule = rule.data(event, undefined, frame)
  return isPlainObject(data) && isPlainObject(ofRule) ? merge(data, ofRule) : ofRule
}

function withIncluded(data: unknown, event: Record<string, unknown>, include: unknown, semantics: Semantics): unknown {
  const sections = include as string[] | undefined | null
  if (!sections || !(sections.length > 0)) return data
  const fields = includeSections(event, sections, semantics)
  if (Object.keys(fields).length === 0) return data
  return isPlainObject(data) ? merge(fields, data) : (data ?? fields)
}

function withoutRemoved(data: unknown, remove: unknown): unknown {
  if (!remove || !isPlainObject(data)) return data
  let rest = data
  for (const path of remove as Iterable<string>) rest = deletePath(rest, path)
  return rest
}
