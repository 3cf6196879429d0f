import type { Place } from '@mapping-designer/shared-types'
import type { Semantics } from '../runtime/differences.ts'
import { type CodeFault, findFault } from '../value/code-function.ts'
import { compileValue } from '../value/compile-value.ts'
import { onSecondCall } from '../value/fast/generate-map.ts'
import type { RunValue } from '../value/frame.ts'
import { compileValueText, type RunValueText } from './fast/value-text.ts'
import { type CompiledPolicy, compilePolicy } from './policy.ts'

/** A rule as walkerOS finds it: usually an object, but any truthy value under an action counts. */
type RawRule = {
  condition?: unknown
  policy?: unknown
  ignore?: unknown
  name?: unknown
  data?: unknown
  include?: unknown
  remove?: unknown
  settings?: { topic?: unknown; key?: unknown } | null
}

export interface CompiledRule {
  raw: unknown
  /** `order.complete[0]` */
  name: string
  place: Place
  condition: unknown
  policy: CompiledPolicy | null
  isIgnored: boolean
  rename: unknown
  data: RunValue | null
  /** The value of the record in one pass, where that is possible, from the second event of the rule on. */
  valueText: () => RunValueText | null
  include: unknown
  remove: unknown
  topic: string | undefined
  keyPath: string | undefined
  /** Null where the rule says "": then the key is the event name. */
  runKey: RunValue | null
  /** A function in a part that decides the record and that cannot be run. */
  fault: CodeFault | undefined
}

/** What a destination says for all its rules. */
export interface RuleDefaults {
  data: unknown
  include: unknown
  semantics: Semantics
}

/** Reads a rule once. Throws a TypeError for null, as walkerOS does when it looks for a condition. */
export function compileRule(raw: unknown, name: string, place: Place, defaults: RuleDefaults): CompiledRule {
  const rule = raw as RawRule
  const settings = rule.settings ?? {}
  return {
    raw,
    name,
    place,
    condition: rule.condition,
    policy: rule.policy ? compilePolicy(rule.policy, defaults.semantics) : null,
    isIgnored: Boolean(rule.ignore),
    rename: rule.name,
    data: rule.data ? compileValue(rule.data, [...place, 'data'], defaults.semantics) : null,
    valueText: onSecondCall(() => compileValueText(rule, defaults)),
    include: rule.include,
    remove: rule.remove,
    topic: typeof settings.topic === 'string' ? settings.topic : undefined,
    keyPath: typeof settings.key === 'string' ? settings.key : undefined,
    runKey: settings.key ? compileValue(settings.key, [], defaults.semantics) : null,
    fault: findFault([raw, rule.name, rule.ignore, rule.include, rule.remove, rule.settings].map(shallow)),
  }
}

// The rule itself counts only where it is a function; its policy and data say so when they are reached.
function shallow(part: unknown, index: number): unknown {
  return index === 0 && typeof part !== 'function' ? null : part
}
