import {
  type API,
  addPartitionsToTxnV3,
  type Callback,
  type CallbackWithPromise,
  findErrorBy,
  kGetApi,
  kPerformWithRetry,
  NetworkError,
  Producer,
  type txnOffsetCommitV4,
} from '@platformatic/kafka'
import { type PackedBatch, producingPacked } from './produce-request.ts'
import type { InputPlace } from './stable-positions.ts'

type OffsetCommitApi = typeof txnOffsetCommitV4.api
type Topics = Parameters<typeof txnOffsetCommitV4.createRequest>[7]

export type Transaction = Awaited<ReturnType<TransactionProducer['beginTransaction']>>

/** An input with the offset of the next thing to read there. */
type InputPosition = InputPlace & { position: bigint }

/** Requests that may come twice and late: they write nothing, or begin a new epoch. */
const repeatable = new Set(['metadata', 'listApis', 'findCoordinator', 'initProducerId'])

/** The producer of @platformatic/kafka (2.12.1) with three changes to its transactions, and packed batches in place of messages. */
export class TransactionProducer extends Producer<Buffer, PackedBatch, Buffer, Buffer> {
  /** What the next request for positions holds. */
  #topics: Topics = []

  /**
   * Adds the positions of one member of a group, of which there is at least one, in one request: by itself the client sends one
   * for each.
   */
  async addPositions(
    transaction: Transaction,
    coordinatorId: number,
    positions: readonly InputPosition[],
  ): Promise<void> {
    const [first] = positions
    if (first === undefined) return
    this.#topics = [...Map.groupBy(positions, ({ topic }) => topic)].map(([name, ofTopic]) => ({
      name,
      partitions: ofTopic.map(({ partition, position }) => ({
        partitionIndex: partition,
        committedOffset: position,
        committedLeaderEpoch: -1,
      })),
    }))
    const { group: groupId, member } = first
    // What the client asks of a message of a consumer; without a member the positions are taken as they stand.
    const consumed = { groupId, generationId: member?.generation ?? -1, memberId: member?.id ?? '', coordinatorId }
    await transaction.addOffset({ ...first, offset: first.position - 1n, metadata: { consumer: consumed } } as never)
  }

  /**
   * By itself the client takes the newest version that the broker knows; from version 4 on the request is one between
   * brokers (KIP-890), and a cluster with ACLs refuses it to everybody who may not act as a broker.
   */
  override [kGetApi]<Arguments extends unknown[], Answer>(
    name: string,
    callback: Callback<API<Arguments, Answer>>,
  ): void {
    if (name === 'Produce') {
      const packed = (api: unknown) => producingPacked(api as Parameters<typeof producingPacked>[0]) as never
      super[kGetApi]<Arguments, Answer>(name, (error, api) => callback(error, api && packed(api)))
    } else if (name === 'TxnOffsetCommit') {
      const all = (api: unknown) => this.#committingAll(api as OffsetCommitApi) as never
      super[kGetApi]<Arguments, Answer>(name, (error, api) => callback(error, api && all(api)))
    } else if (name !== 'AddPartitionsToTxn') super[kGetApi](name, callback)
    // The client hands over the arguments of the newest version, which this one takes as well.
    else callback(null, addPartitionsToTxnV3.api as unknown as API<Arguments, Answer>)
  }

  #committingAll(api: OffsetCommitApi): OffsetCommitApi {
    const commit = (...args: Parameters<OffsetCommitApi>) => api(...(args.with(8, this.#topics) as typeof args))
    return Object.assign(commit, { key: api.key, version: api.version, async: api.async })
  }

  /**
   * By itself the client sends a request again whose answer got lost. The first one may still be on its way, and within one
   * epoch the broker takes it for a part of the transaction that is open when it comes: a late commit commits half of that
   * (KAFKA-17754), and a late position sets it back. So only what the broker answered is tried again.
   */
  override [kPerformWithRetry]<Answer>(
    operation: string,
    work: (callback: Callback<Answer>, attempt: number) => void,
    callback: CallbackWithPromise<Answer>,
    attempt?: number,
    errors?: Error[],
    isFinal?: (error: Error) => boolean,
    limit?: number,
  ) {
    const isUnanswered = (error: Error) =>
      !repeatable.has(operation) && findErrorBy(error, 'code', NetworkError.code) !== null
    const stops = (error: Error) => isUnanswered(error) || isFinal?.(error) === true
    return super[kPerformWithRetry](operation, work, callback, attempt, errors, stops, limit)
  }
}
