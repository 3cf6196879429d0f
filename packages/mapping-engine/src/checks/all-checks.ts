import type { Problem, Severity } from '@mapping-designer/shared-types'
import { acksIdempotent } from './acks-idempotent.ts'
import { acksZero } from './acks-zero.ts'
import { asyncCondition } from './async-condition.ts'
import { bareFunction } from './bare-function.ts'
import { batchIgnored } from './batch-ignored.ts'
import { brokerPort } from './broker-port.ts'
import { type Check, type ConfigFacts, type Finding, type RunFacts, type SamplesFacts, toProblem } from './check.ts'
import { codeMemory, codeNotRun, codeSyntax, codeTimeout, codeUnavailable } from './code-fault.ts'
import { codeWithSpace } from './code-with-space.ts'
import { compressionCodec } from './compression-codec.ts'
import { compressionUnknown } from './compression-unknown.ts'
import { configDataLost } from './config-data-lost.ts'
import { consentFalse } from './consent-false.ts'
import { consentIsAnyOf } from './consent-is-any-of.ts'
import { envInCode } from './env-in-code.ts'
import { extendIgnored } from './extend-ignored.ts'
import { fullEventFallback } from './full-event-fallback.ts'
import { headerNotString } from './header-not-string.ts'
import { headerTwins } from './header-twins.ts'
import { includeDropped } from './include-dropped.ts'
import { invalidConfig } from './invalid-config.ts'
import { kafkaEnvMissing } from './kafka-env-missing.ts'
import { keyBeatsFn } from './key-beats-fn.ts'
import { keyLowCardinality } from './key-low-cardinality.ts'
import { keyMissing } from './key-missing.ts'
import { keyNotString } from './key-not-string.ts'
import { keyTooLong } from './key-too-long.ts'
import { loopMissing } from './loop-missing.ts'
import { mappingError } from './mapping-error.ts'
import { noRule } from './no-rule.ts'
import { nullInside } from './null-inside.ts'
import { oneStructureOnly } from './one-structure-only.ts'
import { packagesUnpinned } from './packages-unpinned.ts'
import { partitionSkew } from './partition-skew.ts'
import { personalHeader } from './personal-header.ts'
import { personalKey } from './personal-key.ts'
import { personalValue } from './personal-value.ts'
import { policyOverlap } from './policy-overlap.ts'
import { policyPrototype } from './policy-prototype.ts'
import { primitiveValue } from './primitive-value.ts'
import { pushFails } from './push-fails.ts'
import { recordTooLarge } from './record-size.ts'
import { recordSizeNear } from './record-size-near.ts'
import { referenceFails } from './reference-fails.ts'
import { removeWithoutData } from './remove-without-data.ts'
import { ruleConsent } from './rule-consent.ts'
import { ruleNameEmpty } from './rule-name-empty.ts'
import { ruleNameNotString } from './rule-name-not-string.ts'
import { ruleNotObject } from './rule-not-object.ts'
import { ruleSilent } from './rule-silent.ts'
import { saslAws } from './sasl-aws.ts'
import { saslOauthbearer } from './sasl-oauthbearer.ts'
import { secretInConfig } from './secret-in-config.ts'
import { setIsNoFallback } from './set-is-no-fallback.ts'
import { shadowedRule } from './shadowed-rule.ts'
import { skippedWildcard } from './skipped-wildcard.ts'
import { timestampInFuture } from './timestamp-in-future.ts'
import { timestampInSeconds } from './timestamp-in-seconds.ts'
import { timestampTooOld } from './timestamp-too-old.ts'
import { topicCollision } from './topic-collision.ts'
import { topicIllegal } from './topic-illegal.ts'
import { topicInternal } from './topic-internal.ts'
import { topicNotInSetup } from './topic-not-in-setup.ts'
import { undeliverable } from './undeliverable.ts'
import { unknownConfigKey } from './unknown-config-key.ts'
import { unknownOperator } from './unknown-operator.ts'
import { unknownPath } from './unknown-path.ts'
import { unknownRuleKey } from './unknown-rule-key.ts'
import { unknownRuleSetting } from './unknown-rule-setting.ts'
import { unknownSection } from './unknown-section.ts'
import { unknownSetting } from './unknown-setting.ts'
import { unreachableRule } from './unreachable-rule.ts'
import { unresolvedReference } from './unresolved-reference.ts'
import { unusedRule } from './unused-rule.ts'
import { wildcardEnd } from './wildcard-end.ts'

/** Every problem of configs, events and all samples together. */
export const allChecks: readonly Check[] = [
  pushFails,
  referenceFails,
  undeliverable,
  fullEventFallback,
  noRule,
  keyNotString,
  keyMissing,
  timestampInSeconds,
  timestampTooOld,
  timestampInFuture,
  recordTooLarge,
  recordSizeNear,
  invalidConfig,
  unknownOperator,
  unresolvedReference,
  unknownRuleKey,
  unknownRuleSetting,
  unknownSetting,
  unknownConfigKey,
  ruleNotObject,
  ruleConsent,
  ruleSilent,
  batchIgnored,
  extendIgnored,
  removeWithoutData,
  ruleNameNotString,
  ruleNameEmpty,
  shadowedRule,
  skippedWildcard,
  unreachableRule,
  asyncCondition,
  primitiveValue,
  bareFunction,
  keyBeatsFn,
  oneStructureOnly,
  setIsNoFallback,
  wildcardEnd,
  loopMissing,
  nullInside,
  mappingError,
  configDataLost,
  includeDropped,
  unknownSection,
  policyOverlap,
  policyPrototype,
  consentFalse,
  consentIsAnyOf,
  headerTwins,
  headerNotString,
  compressionCodec,
  compressionUnknown,
  saslOauthbearer,
  saslAws,
  acksIdempotent,
  acksZero,
  brokerPort,
  topicIllegal,
  topicInternal,
  topicCollision,
  topicNotInSetup,
  secretInConfig,
  envInCode,
  codeWithSpace,
  keyTooLong,
  personalKey,
  personalHeader,
  personalValue,
  unknownPath,
  unusedRule,
  partitionSkew,
  keyLowCardinality,
  kafkaEnvMissing,
  packagesUnpinned,
  codeSyntax,
  codeTimeout,
  codeMemory,
  codeUnavailable,
  codeNotRun,
]

const rank: Record<Severity, number> = { error: 0, warning: 1, hint: 2 }

/** Problems of a destination config, errors first. */
export function checkConfig(facts: ConfigFacts): Problem[] {
  return found(ofConfig, (check) => check.ofConfig?.(facts))
}

/** Problems of one event under a config, errors first. */
export function checkRun(run: RunFacts): Problem[] {
  return found(ofRun, (check) => check.ofRun?.(run))
}

/** Problems that only all samples together show, errors first. */
export function checkSamples(samples: SamplesFacts): Problem[] {
  return found(ofSamples, (check) => check.ofSamples?.(samples))
}

const ofConfig = allChecks.filter((check) => check.ofConfig !== undefined)
const ofRun = allChecks.filter((check) => check.ofRun !== undefined)
const ofSamples = allChecks.filter((check) => check.ofSamples !== undefined)

function found(checks: readonly Check[], look: (check: Check) => Finding[] | undefined): Problem[] {
  const problems: Problem[] = []
  for (const check of checks) {
    for (const finding of look(check) ?? []) problems.push(toProblem(check, finding))
  }
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity])
}
