export {
  type ApiError,
  apiErrorSchema,
  changeTopicRequestSchema,
  createTopicRequestSchema,
  type Difference,
  type FileContent,
  fileContentSchema,
  type PreviewLine,
  type PreviewRequest,
  type ProduceReply,
  type ProduceRequest,
  type ProduceResult,
  type ProfileSummary,
  previewReplySchema,
  previewRequestSchema,
  produceReplySchema,
  produceRequestSchema,
  type Role,
  type Session,
  saveFileReplySchema,
  saveFileRequestSchema,
  sessionSchema,
  type TopicChange,
  type TopicSummary,
  topicListSchema,
  type WorkspaceFile,
} from './bridge-api.ts'
export {
  type BrowsedRecord,
  type Bytes,
  type ConnectionReport,
  type ConnectionStep,
  connectionReportSchema,
  type ReadQuery,
  type RegisteredSchema,
  readQuerySchema,
  recordPageSchema,
  registeredSchemaSchema,
  type SchemaStep,
  type SetupPlan,
  type SetupRequest,
  type SetupStep,
  setupPlanSchema,
  setupRequestSchema,
  subjectListSchema,
  type TopicDetail,
  topicDetailSchema,
  type WantedSchema,
  wantedSchemaSchema,
} from './cluster-api.ts'
export { describeIssues, expectation, listed, type SchemaProblem } from './describe-issue.ts'
export {
  type CompressionName,
  compressionNames,
  type DestinationConfig,
  destinationConfigSchema,
  type KafkaSettings,
} from './destination-config.ts'
export { type FlowFile, flowFileSchema, kafkaPackage } from './flow-file.ts'
export { formatPlace, type JsonObject, type JsonValue, type Place } from './json.ts'
export type { KafkaRecord, SendOptions, StoredRecord } from './kafka-record.ts'
export {
  type LiveEvent,
  type LiveState,
  liveActionSchema,
  liveEventSchema,
  liveStateSchema,
} from './live-api.ts'
export { type Rule, type Rules, type Value, type ValueConfig, valueConfigSchema } from './mapping-rule.ts'
export { matchesWildcard } from './matches-wildcard.ts'
export type { FailReason, IgnoreReason, Outcome } from './outcome.ts'
export type { Problem, Severity } from './problem.ts'
export {
  type ReplayChunk,
  type ReplayFailure,
  type ReplayRequest,
  type ReplayState,
  replayActionSchema,
  replayChunkSchema,
  replayRequestSchema,
  replayStateSchema,
} from './replay-api.ts'
export { type CollectorState, collectorStateSchema, eventSchema, type WalkerEvent } from './walkeros-event.ts'
