import type { Check } from './check.ts'
import { acksIdempotent } from './config/acks-idempotent.ts'
import { acksZero } from './config/acks-zero.ts'
import { asyncCondition } from './config/async-condition.ts'
import { bareFunction } from './config/bare-function.ts'
import { batchIgnored } from './config/batch-ignored.ts'
import { brokerForm } from './config/broker-form.ts'
import { brokerPort } from './config/broker-port.ts'
import { codeWithSpace } from './config/code-with-space.ts'
import { compressionCodec } from './config/compression-codec.ts'
import { compressionUnknown } from './config/compression-unknown.ts'
import { consentFalse } from './config/consent-false.ts'
import { consentIsAnyOf } from './config/consent-is-any-of.ts'
import { envInCode } from './config/env-in-code.ts'
import { extendIgnored } from './config/extend-ignored.ts'
import { flowRefused } from './config/flow-refused.ts'
import { headerNotString } from './config/header-not-string.ts'
import { headerTwins } from './config/header-twins.ts'
import { invalidConfig } from './config/invalid-config.ts'
import { kafkaEnvMissing } from './config/kafka-env-missing.ts'
import { keyBeatsFn } from './config/key-beats-fn.ts'
import { saslWithoutTls, tlsUnverified } from './config/login-in-clear.ts'
import { oneStructureOnly } from './config/one-structure-only.ts'
import { packagesUnpinned } from './config/packages-unpinned.ts'
import { personalHeader } from './config/personal-header.ts'
import { policyOverlap } from './config/policy-overlap.ts'
import { policyPrototype } from './config/policy-prototype.ts'
import { primitiveValue } from './config/primitive-value.ts'
import { ruleConsent } from './config/rule-consent.ts'
import { ruleNameEmpty } from './config/rule-name-empty.ts'
import { ruleNameNotString } from './config/rule-name-not-string.ts'
import { ruleNotObject } from './config/rule-not-object.ts'
import { ruleSilent } from './config/rule-silent.ts'
import { saslAws } from './config/sasl-aws.ts'
import { saslMechanism } from './config/sasl-mechanism.ts'
import { saslOauthbearer } from './config/sasl-oauthbearer.ts'
import { secretInConfig } from './config/secret-in-config.ts'
import { setIsNoFallback } from './config/set-is-no-fallback.ts'
import { settingFunction } from './config/setting-function.ts'
import { setupRefused } from './config/setup-refused.ts'
import { shadowedRule } from './config/shadowed-rule.ts'
import { skippedWildcard } from './config/skipped-wildcard.ts'
import { tlsNoPem } from './config/tls-no-pem.ts'
import { topicCollision } from './config/topic-collision.ts'
import { topicIllegal } from './config/topic-illegal.ts'
import { topicInternal } from './config/topic-internal.ts'
import { topicLikePath } from './config/topic-like-path.ts'
import { topicNotInSetup } from './config/topic-not-in-setup.ts'
import { unknownConfigKey } from './config/unknown-config-key.ts'
import { unknownOperator } from './config/unknown-operator.ts'
import { unknownRuleKey } from './config/unknown-rule-key.ts'
import { unknownRuleSetting } from './config/unknown-rule-setting.ts'
import { unknownSection } from './config/unknown-section.ts'
import { unknownSetting } from './config/unknown-setting.ts'
import { unreachableRule } from './config/unreachable-rule.ts'
import { unresolvedReference } from './config/unresolved-reference.ts'
import { wildcardEnd } from './config/wildcard-end.ts'
import {
  arrayCut,
  arrayDoubles,
  beforeArrayLost,
  forkFirstOnly,
  matchEventMissing,
  nextDrops,
  returnedEventIgnored,
} from './flow/route-checks.ts'
import {
  cacheStopNoStop,
  consentTooLate,
  contractMissing,
  userMergedAgain,
  validateAtSource,
} from './flow/state-checks.ts'
import {
  collectorNextVersion,
  hooksNotRun,
  packageNotProven,
  pushTextReference,
  sourceDataIgnored,
  stepFieldLost,
  transformerUnknown,
  transformerUnreached,
} from './flow/step-checks.ts'
import { codeMemory, codeNotRun, codeSyntax, codeTimeout, codeUnavailable } from './run/code-fault.ts'
import { configDataLost } from './run/config-data-lost.ts'
import { dataEmptied } from './run/data-emptied.ts'
import { foreignEvent } from './run/foreign-event.ts'
import { fullEventFallback } from './run/full-event-fallback.ts'
import { includeDropped } from './run/include-dropped.ts'
import { keyMissing } from './run/key-missing.ts'
import { keyNotString } from './run/key-not-string.ts'
import { keyTooLong } from './run/key-too-long.ts'
import { loopMissing } from './run/loop-missing.ts'
import { mappingError } from './run/mapping-error.ts'
import { noRule } from './run/no-rule.ts'
import { nullInside } from './run/null-inside.ts'
import { personalKey } from './run/personal-key.ts'
import { personalValue } from './run/personal-value.ts'
import { pushFails } from './run/push-fails.ts'
import { recordTooLarge } from './run/record-size.ts'
import { recordSizeNear } from './run/record-size-near.ts'
import { referenceFails } from './run/reference-fails.ts'
import { removeWithoutData } from './run/remove-without-data.ts'
import { timestampInFuture } from './run/timestamp-in-future.ts'
import { timestampInMicroseconds } from './run/timestamp-in-microseconds.ts'
import { timestampInSeconds } from './run/timestamp-in-seconds.ts'
import { timestampTooOld } from './run/timestamp-too-old.ts'
import { undeliverable } from './run/undeliverable.ts'
import { walkerCommand } from './run/walker-command.ts'
import { keyLowCardinality } from './samples/key-low-cardinality.ts'
import { partitionSkew } from './samples/partition-skew.ts'
import { unknownPath } from './samples/unknown-path.ts'
import { unusedRule } from './samples/unused-rule.ts'

/** Every problem of configs, events and all samples together. */
export const allChecks: readonly Check[] = [
  pushFails,
  foreignEvent,
  flowRefused,
  referenceFails,
  undeliverable,
  fullEventFallback,
  noRule,
  keyNotString,
  keyMissing,
  timestampInSeconds,
  timestampInMicroseconds,
  timestampTooOld,
  timestampInFuture,
  recordTooLarge,
  recordSizeNear,
  walkerCommand,
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
  dataEmptied,
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
  saslMechanism,
  saslWithoutTls,
  tlsUnverified,
  tlsNoPem,
  acksIdempotent,
  acksZero,
  brokerPort,
  brokerForm,
  settingFunction,
  setupRefused,
  topicIllegal,
  topicLikePath,
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
  transformerUnknown,
  stepFieldLost,
  returnedEventIgnored,
  beforeArrayLost,
  arrayDoubles,
  nextDrops,
  arrayCut,
  matchEventMissing,
  forkFirstOnly,
  pushTextReference,
  validateAtSource,
  contractMissing,
  userMergedAgain,
  collectorNextVersion,
  transformerUnreached,
  sourceDataIgnored,
  consentTooLate,
  cacheStopNoStop,
  hooksNotRun,
  packageNotProven,
]
