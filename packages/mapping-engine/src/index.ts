export { type ChainPlan, compileFlow, type FlowRun, type Journey, type PushOptions } from './chain/compile-flow.ts'
export type { FlowOptions } from './chain/compiled-flow.ts'
export type { Hop } from './chain/journey.ts'
export { loadPorts, needsPorts } from './chain/load-ports.ts'
export {
  hasPatterns,
  keepsMemory,
  lateOutcome,
  meetsChain,
  needsCode,
  unprovenSteps,
  wayTo,
} from './chain/plan-whole.ts'
export type { Refusal } from './chain/refuse-flow.ts'
export type { RunInput } from './checks/check.ts'
export { internalTopics } from './checks/config/topic-internal.ts'
export { nearest } from './checks/nearest.ts'
export { checkSamples, withPackedSize } from './checks/run-checks.ts'
export { checkText } from './checks/text/text-checks.ts'
export { topicsOf } from './checks/walk-config.ts'
export {
  type AddedPortion,
  type ComparedSides,
  comparePortions,
  type PortionRunner,
} from './compare/compare-portions.ts'
export { type ChangeGroup, type Comparison, createComparison } from './compare/comparison.ts'
export {
  changeInWords,
  comparisonAsMarkdown,
  comparisonInWords,
  escapedMarkdown,
  exampleInWords,
  problemInWords,
  unlistedInWords,
} from './compare/comparison-in-words.ts'
export { createFaults } from './compare/event-faults.ts'
export {
  type EventPlace,
  type EventPortion,
  isLineFile,
  linePortions,
  listPortions,
  maxPortion,
} from './compare/event-portion.ts'
export { causesOf, type FlowChange, flowChanges, placeInWords } from './compare/flow-changes.ts'
export { compileDestination } from './compile-destination.ts'
export {
  type ConsentCell,
  type ConsentRow,
  type ConsentState,
  consentNames,
  consentStates,
  createConsentMatrix,
  personalOf,
} from './consent/consent-matrix.ts'
export {
  type CheckedContract,
  type Compatibility,
  type CompatibilityMode,
  compatibilities,
  contractBreaks,
  linesOfField,
  modeOf,
  type PromisedSchema,
  promisedSchema,
  promisedVersion,
  uncheckedBy,
} from './contract/check-contract.ts'
export { contractOf } from './contract/contract.ts'
export { contractAsyncApi } from './contract/contract-async-api.ts'
export { contractFlinkSql, contractKsqlDb } from './contract/contract-sql.ts'
export { contractTypes } from './contract/contract-types.ts'
export { type FieldOrigin, fieldOrigin } from './contract/field-origin.ts'
export { placesOfField } from './contract/promised-fields.ts'
export { type SchemaBreak, schemaBreaks } from './contract/schema-breaks.ts'
export { type TopicFacts, topicFacts } from './contract/topic-facts.ts'
export type { CompileOptions, DestinationPlan, Explanation } from './destination-plan.ts'
export { type CompleteEvent, completeEvent, eventKeys } from './event/complete-event.ts'
export type { EventContext } from './event/event-context.ts'
export { withTime } from './event/with-time.ts'
export { insertInFlow, isPlainJson, plainFlow, setInFlow } from './flow/edit-flow.ts'
export { lineOf } from './flow/line-of.ts'
export { parseCommented } from './flow/parse-commented.ts'
export {
  chooseDestination,
  type FlowDestination,
  type FlowError,
  type FlowReading,
  type ReferenceValues,
  readFlow,
} from './flow/read-flow.ts'
export { type RenameEdit, renameFieldEdits } from './flow/rename-field.ts'
export type { Entry, WholeFlow } from './flow/whole-flow.ts'
export { compileFollow, type FollowedEvent, type FollowPlan, type RouteMark } from './follow-event.ts'
export { readAdapter } from './foreign/read-adapter.ts'
export type { Adapter, Tracker } from './foreign/tracker.ts'
export { isDeeper } from './path/is-deeper.ts'
export { isPlainObject } from './path/is-plain-object.ts'
export { jsonSize } from './path/json-size.ts'
export { memberOf } from './path/member-of.ts'
export { functionFor, unreachableKeys } from './path/unreachable-keys.ts'
export { valueAt } from './path/value-at.ts'
export { leafPath } from './path/visit-leaves.ts'
export {
  chooseFromFlow,
  explainWithConfig,
  type FlowPlan,
  flowProblems,
  placeInFlow,
  planDestination,
  previewLine,
  reasonOf,
  refusalAround,
  withWholeFlow,
} from './preview.ts'
export { type PackedSize, packedKey } from './record/batch-size.ts'
export { outcomeDigest, recordDigest, sha256 } from './record/digest.ts'
export { headerPairs } from './record/header-pairs.ts'
export { assumedPartitions, partitionForBytes, partitionForKey } from './record/partition-for-key.ts'
export { markedPersonal, personalFieldsPlace, personalInWords } from './record/personal-field.ts'
export { personalKind } from './record/personal-kind.ts'
export { type ByteRange, type ByteRangeName, type RecordBytes, recordBytes } from './record/record-bytes.ts'
export { byteLength, defaultMaxMessageBytes, type RecordSize, recordSize } from './record/record-size.ts'
export { type ChosenRuntime, chooseRuntime, describeRuntime } from './runtime/choose-runtime.ts'
export { differences, differencesBetween, type Runtime, versionsOf } from './runtime/differences.ts'
export { type PinnedPackages, pinnedPackages } from './runtime/pinned-packages.ts'
export { knownVersions, provenVersion } from './runtime/versions.ts'
export { adaptGroup, adaptSamples, type ForeignSamples, foreignSamples } from './samples/adapt-samples.ts'
export { writeEvent } from './samples/exact-texts.ts'
export { type FramedValue, readFrame } from './samples/framed-value.ts'
export { itemTexts } from './samples/item-texts.ts'
export { listedEvents } from './samples/listed-events.ts'
export { findLosses, type Loss } from './samples/losses.ts'
export type { RoundedNumber } from './samples/number-precision.ts'
export { type ParsedSamples, parseSamples } from './samples/parse-samples.ts'
export { readSamples } from './samples/read-samples.ts'
export { findRepeatedKeys } from './samples/repeated-keys.ts'
export { type Line, splitLines } from './samples/split-lines.ts'
export type { SampleError } from './samples/syntax-error.ts'
export { fieldInWords, lastNotes } from './trace/field-in-words.ts'
export type { Step, TriedRule } from './trace/step.ts'
export { type CodeRunner, hasCode } from './value/code-function.ts'
export { describeMissing, explainValue, type ValueResult } from './value/explain-value.ts'
export { type WrittenField, type WrittenList, writtenList } from './value/fast/written-list.ts'
export type { FieldNote, MissingReason, ValueSource } from './value/frame.ts'
