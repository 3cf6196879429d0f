import type { Problem, Severity } from '@mapping-designer/shared-types'
import { type Check, type RunFacts, toProblem } from './check.ts'
import { codeMemory, codeNotRun, codeSyntax, codeTimeout, codeUnavailable } from './code-fault.ts'
import { fullEventFallback } from './full-event-fallback.ts'
import { invalidConfig } from './invalid-config.ts'
import { keyMissing } from './key-missing.ts'
import { keyNotString } from './key-not-string.ts'
import { noRule } from './no-rule.ts'
import { pushFails } from './push-fails.ts'
import { recordTooLarge } from './record-size.ts'
import { timestampInSeconds } from './timestamp-in-seconds.ts'
import { undeliverable } from './undeliverable.ts'
import { unknownOperator } from './unknown-operator.ts'
import { unresolvedReference } from './unresolved-reference.ts'

const allChecks: readonly Check[] = [
  pushFails,
  undeliverable,
  invalidConfig,
  unknownOperator,
  recordTooLarge,
  fullEventFallback,
  noRule,
  keyNotString,
  keyMissing,
  timestampInSeconds,
  codeSyntax,
  codeTimeout,
  codeMemory,
  codeUnavailable,
  codeSyntax,
  codeTimeout,
  codeMemory,
  codeUnavailable,
  codeNotRun,
  unresolvedReference,
]

const rank: Record<Severity, number> = { error: 0, warning: 1, hint: 2 }

/** Problems of a destination config, errors first. */
export function checkConfig(config: unknown): Problem[] {
  return sorted(allChecks.flatMap((check) => check.ofConfig?.(config).map((found) => toProblem(check, found)) ?? []))
}

/** Problems of one event under a config, errors first. */
export function checkRun(run: RunFacts): Problem[] {
  return sorted(allChecks.flatMap((check) => check.ofRun?.(run).map((found) => toProblem(check, found)) ?? []))
}

function sorted(problems: Problem[]): Problem[] {
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity])
}
