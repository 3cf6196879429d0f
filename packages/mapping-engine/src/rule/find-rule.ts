import type { Place } from '@mapping-designer/shared-types'
import type { Trace, TriedRule } from '../trace/step.ts'
import { log } from '../value/call.ts'
import { findFault, Settled } from '../value/code-function.ts'
import { type Frame, isFatal } from '../value/frame.ts'
import { type CompiledRule, compileRule, type RuleDefaults } from './compile-rule.ts'

type Rules = Record<string, Record<string, unknown> | undefined>

/** What stands under one entity and action: alternatives in order, or nothing. */
interface Candidates {
  name: string
  place: Place
  rules: (CompiledRule | null)[]
}

interface Lookup {
  own: Candidates | null
  /** `*` → `*`, tried when nothing of the event's own holds. */
  rest: Candidates | null
  missing: { name: string; place: Place } | null
}

export type FindRule = (event: { name?: unknown }, frame: Frame, trace: Trace) => CompiledRule | null

/**
 * Finds the rule of an event by entity and action. An entity with rules of its own hides the entity `*`, and when
 * all conditions of an action are false only `*` → `*` is tried, not entity → `*`. Up to 4.7.1 a condition that throws fails
 * the push. Mirrors `core/mapping.ts getMappingEvent`.
 */
export function compileFindRule(mapping: unknown, defaults: RuleDefaults): FindRule {
  const lookups = new Map<string, Lookup | null>()
  const awaits = defaults.semantics.awaitsConditions
  const fault = typeof mapping === 'function' ? findFault(mapping) : undefined
  return (event, frame, trace) => {
    const name = event.name || ''
    if (typeof name !== 'string') throw new TypeError('(t.name || "").split is not a function')
    let lookup = lookups.get(name)
    if (lookup === undefined) {
      // walkerOS ignores what follows the second word.
      const [entity, action] = name.split(' ')
      lookup = mapping && entity && action ? lookUp(mapping as Rules, entity, action, defaults) : null
      if (lookups.size > 10_000) lookups.clear()
      lookups.set(name, lookup)
    }
    if (lookup === null) {
      trace?.push({ kind: 'rules', tried: [], rule: null, place: null })
      return null
    }
    if (fault !== undefined) throw fault
    const tried: TriedRule[] | null = trace && []
    if (tried && lookup.missing) tried.push({ ...lookup.missing, result: 'missing' })
    const rule = choose(lookup.own, event, frame, tried, awaits) ?? choose(lookup.rest, event, frame, tried, awaits)
    trace?.push({ kind: 'rules', tried: tried ?? [], rule: rule?.name ?? null, place: rule?.place ?? null })
    return rule
  }
}

function lookUp(mapping: Rules, entity: string, action: string, defaults: RuleDefaults): Lookup {
  const entityKey = mapping[entity] ? entity : '*'
  const actions = mapping[entityKey]
  const missing = { name: `${entity}.${action}`, place: ['mapping', entity, action] }
  const rest = candidates(mapping, '*', '*', defaults)
  if (!actions) return { own: null, rest, missing }
  const actionKey = actions[action] ? action : '*'
  const isExact = entityKey === entity && actionKey === action
  const own = candidates(mapping, entityKey, actionKey, defaults)
  const isTried = defaults.semantics.triesAnyOnce && entityKey === '*' && actionKey === '*'
  return { own, rest: isTried ? null : rest, missing: isExact ? null : missing }
}

function candidates(mapping: Rules, entity: string, action: string, defaults: RuleDefaults): Candidates | null {
  const found = mapping[entity]?.[action]
  if (!found) return null
  const name = `${entity}.${action}`
  const place = ['mapping', entity, action]
  if (!Array.isArray(found)) return { name, place, rules: [compileRule(found, name, place, defaults)] }
  const rules = found.map((raw, index) =>
    raw === null || raw === undefined ? null : compileRule(raw, `${name}[${index}]`, [...place, index], defaults),
  )
  return { name, place, rules }
}

function choose(
  from: Candidates | null,
  event: { name?: unknown },
  frame: Frame,
  tried: TriedRule[] | null,
  awaits: boolean,
): CompiledRule | null {
  if (from === null) return null
  for (let index = 0; index < from.rules.length; index++) {
    const rule = from.rules[index] as CompiledRule | null
    if (rule === null) throw new TypeError("Cannot read properties of null (reading 'condition')")
    const isTaken = !rule.condition || holds(rule, event, frame, awaits)
    tried?.push({ name: rule.name, place: rule.place, result: isTaken ? 'matched' : 'condition-false' })
    if (!isTaken) continue
    for (const later of tried ? from.rules.slice(index + 1) : []) {
      if (later) tried?.push({ name: later.name, place: later.place, result: 'not-reached' })
    }
    // A falsy rule such as `false` is found and then treated as no rule at all.
    return rule.raw ? rule : null
  }
  return null
}

/** The condition of a rule threw; walkerOS fails the push. */
export class ConditionThrew extends Error {
  readonly rule: CompiledRule
  constructor(rule: CompiledRule, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.rule = rule
  }
}

/** Where conditions are awaited, one that fails is logged and does not hold; before, a promise was simply true. */
function holds(rule: CompiledRule, event: { name?: unknown }, frame: Frame, awaits: boolean): boolean {
  try {
    const consent = (event as { consent?: unknown }).consent || frame.collectorConsent
    const context = { event, mapping: rule.raw, collector: frame.collector, consent }
    const answer = (rule.condition as (event: unknown, context: unknown) => unknown)(event, context)
    if (!awaits || !(answer instanceof Settled)) return Boolean(answer)
    if (!answer.isFulfilled) throw answer.value
    return Boolean(answer.value)
  } catch (error) {
    if (isFatal(error)) throw error
    if (!awaits) throw new ConditionThrew(rule, error)
    log(frame, 'mapping rule condition failed', error)
    return false
  }
}
