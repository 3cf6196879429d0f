export { type ApiContract, allRoutes, apiContract, parameterSchemas } from './api-contract.ts'
export { type ApiError, apiErrorSchema, commonEvents } from './api-error.ts'
export {
  type AnswerOf,
  addressOf,
  type BodyOf,
  type EventOf,
  type HeadersOf,
  isPathSegment,
  type Method,
  maxBodyBytesOf,
  mediaTypeOf,
  type Needs,
  type ParamsOf,
  parametersOf,
  pathSegment,
  type QueryOf,
  type RequestOf,
  type Route,
} from './api-route.ts'
export { type AuditEntry, auditEntrySchema, maxAuditEntries } from './audit-api.ts'
export type { ConnectionReport, ConnectionStep, SetupPlan, SetupRequest, SetupStep } from './cluster-api.ts'
export { describeIssues, expectation, listed, type SchemaProblem } from './describe-issue.ts'
export { type DestinationConfig, destinationConfigSchema, type KafkaSettings } from './destination-config.ts'
export {
  type FileContent,
  type FileRevision,
  fileContentSchema,
  revisionNameSchema,
  type WorkspaceFile,
} from './file-api.ts'
export { type FlowFile, flowFileSchema, kafkaPackage } from './flow-file.ts'
export { formatPlace, type JsonObject, type JsonValue, jsonOrText, type Place, tryJson } from './json.ts'
export {
  type CompressionName,
  compressionNames,
  type KafkaRecord,
  type SendOptions,
  type StoredRecord,
} from './kafka-record.ts'
export { kindOfBytes } from './kind-of-bytes.ts'
export type { LiveEvent, LiveState } from './live-api.ts'
export { type Rule, type Rules, type Value, type ValueConfig, valueConfigSchema } from './mapping-rule.ts'
export { matchesWildcard } from './matches-wildcard.ts'
export type { FailReason, IgnoreReason, Outcome } from './outcome.ts'
export {
  type GenuineCheck,
  type PreviewLine,
  type PreviewRequest,
  type ProveRequest,
  type StandIns,
  standInsSchema,
} from './preview-api.ts'
export type { Problem, Severity } from './problem.ts'
export type { Difference, ProduceReply, ProduceRequest, ProduceResult } from './produce-api.ts'
export type { ReplayChunk, ReplayFailure, ReplayRequest, ReplayState } from './replay-api.ts'
export type { Role } from './role.ts'
export { type RegisteredSchema, type SchemaStep, type WantedSchema, wantedSchemaSchema } from './schema-api.ts'
export { type ProfileSummary, type Session, sessionSchema } from './session-api.ts'
export type { BrowsedRecord, Bytes, ReadQuery, TopicChange, TopicDetail, TopicSummary } from './topic-api.ts'
export { type CollectorState, collectorStateSchema, eventSchema, type WalkerEvent } from './walkeros-event.ts'
