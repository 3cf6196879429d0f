export {
  type ApiError,
  apiErrorSchema,
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
  previewRequestSchema,
  produceReplySchema,
  produceRequestSchema,
  type Session,
  saveFileReplySchema,
  saveFileRequestSchema,
  sessionSchema,
  type TopicSummary,
  topicListSchema,
  type WorkspaceFile,
} from './bridge-api.ts'
export { describeIssues, type SchemaProblem } from './describe-issue.ts'
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
export type { Rule, Rules, Value, ValueConfig } from './mapping-rule.ts'
export type { FailReason, IgnoreReason, Outcome } from './outcome.ts'
export type { Problem, Severity } from './problem.ts'
export { type CollectorState, collectorStateSchema, eventSchema, type WalkerEvent } from './walkeros-event.ts'
