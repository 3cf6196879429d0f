import {
  apiContract,
  type KafkaRecord,
  type ProduceRequest,
  type ProveRequest,
  type ReadQuery,
  type ReplayChunk,
  type ReplayRequest,
  type SetupRequest,
  type SetupStep,
  type TopicChange,
  type WantedSchema,
} from '@mapping-designer/shared-types'
import type { BridgeCalls } from './call-bridge.ts'

/** What the designer asks of the bridge. Rejects with BridgeRefusal or BridgeAway. */
export type BridgeClient = ReturnType<typeof bridgeClient>

const { session, preview, produce, clusters, topics, schemas, replays, live, files, audit } = apiContract

export function bridgeClient({ call, stream }: BridgeCalls) {
  return {
    session: () => call(session.session, {}),
    prove: (body: ProveRequest) => call(preview.prove, { body }),
    packedSize: (record: KafkaRecord, compression: number) =>
      call(preview.packedSize, { body: { record, compression } }),
    /** A request that got no answer may be sent again under its key: it produces once. */
    produce: (body: ProduceRequest, key: string) =>
      call(produce.produce, { body, headers: { 'idempotency-key': key } }),

    testConnection: (profile: string) => call(clusters.test, { params: { profile }, body: {} }),
    planSetup: (profile: string, body: SetupRequest) => call(clusters.planSetup, { params: { profile }, body }),
    subjects: async (profile: string) => (await call(schemas.list, { params: { profile } })).subjects,
    /** The versions that a new schema is compared with, the newest first; as the mode of the subject has it by default. */
    comparedSchemas: async (profile: string, subject: string, isTransitive?: boolean) => {
      const transitive = isTransitive === undefined ? undefined : isTransitive ? 'true' : 'false'
      return (await call(schemas.compared, { params: { profile, subject }, query: { transitive } })).versions
    },
    registerSchema: (profile: string, body: WantedSchema) =>
      call(schemas.register, { params: { profile }, query: { confirm: body.subject }, body }),

    audit: async () => (await call(audit.list, {})).entries,

    topics: async (profile: string) => (await call(topics.list, { params: { profile } })).topics,
    topic: (profile: string, topic: string) => call(topics.describe, { params: { profile, topic } }),
    createTopic: (profile: string, topic: string, partitions: number) =>
      call(topics.create, { params: { profile }, query: { confirm: topic }, body: { topic, partitions } }),
    /** Creates a topic as a step of a setup plan says. */
    setUp: (profile: string, setup: SetupStep['setup']) => {
      const { topic, numPartitions: partitions, replicationFactor, configEntries: config } = setup
      const body = { topic, partitions, replicationFactor, config }
      return call(topics.create, { params: { profile }, query: { confirm: topic }, body })
    },
    changeTopic: (profile: string, topic: string, body: TopicChange) =>
      call(topics.change, { params: { profile, topic }, body }),
    deleteTopic: (profile: string, topic: string) =>
      call(topics.remove, { params: { profile, topic }, query: { confirm: topic } }),
    records: async (profile: string, topic: string, query: Partial<ReadQuery>) =>
      (await call(topics.records, { params: { profile, topic }, query })).records,
    /** Records from now on, until the signal; ends without an error then. */
    async *follow(profile: string, topic: string, signal: AbortSignal) {
      for await (const { name, data } of stream(topics.follow, { params: { profile, topic } }, signal)) {
        if (name === 'records') yield data.records
      }
    },

    openReplay: (body: ReplayRequest) => call(replays.open, { body }),
    sendChunk: (id: string, body: ReplayChunk) => call(replays.take, { params: { id }, body }),
    cancelReplay: (id: string) => call(replays.end, { params: { id } }),
    /** Failures of a replay, a JSON object on each line. */
    replayFailures: (id: string) => call(replays.failures, { params: { id } }),

    liveState: () => call(live.state, {}),
    openTap: (isOpen: boolean) => call(live.open, { body: { isOpen } }),
    /** Events of running flows, those kept first, until the signal; `onDropped` gets how many the page read too slowly for. */
    async *live(signal: AbortSignal, onDropped: (count: number) => void) {
      for await (const { name, data } of stream(live.events, {}, signal)) {
        if (name === 'event') yield data
        else onDropped(data.count)
      }
    },

    readFile: (path: string) => call(files.read, { params: { path } }),
    /** The newest commits of git that changed a file. */
    revisions: async (path: string) => (await call(files.revisions, { params: { path } })).revisions,
    readRevision: async (path: string, revision: string) =>
      (await call(files.readRevision, { params: { path }, query: { revision } })).text,
    saveFile: (path: string, body: { text: string; version: string }) => call(files.save, { params: { path }, body }),
  }
}
