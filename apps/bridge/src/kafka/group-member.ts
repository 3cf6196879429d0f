import { setTimeout as sleep } from 'node:timers/promises'
import { Consumer } from '@platformatic/kafka'
import type { Profile } from '../config/profile.ts'
import { aborted } from '../operation/aborted.ts'
import { checkAdvertised } from './host-policy.ts'
import { KafkaFailure } from './kafka-port.ts'
import { connectionOf } from './platformatic-connection.ts'
import type { Member } from './stable-positions.ts'

/** One process in a consumer group. The group only shares partitions out: it keeps no position for this member. */
export interface GroupMember {
  /** How many partitions the topic had when this member joined. */
  partitions: number
  /** What is this member's now; throws where it lost its membership and did not get it back. */
  assigned(): Assignment
  /** Leaves the group, so that the others need not wait until this member counts as dead; never rejects. */
  leave(): Promise<void>
}

/** Partitions with the membership that they go with, until the group shares them out again. */
export interface Assignment {
  partitions: ReadonlySet<number>
  member: Member
}

/** ms that leaving may take: after the session timeout the group reassigns the partitions by itself. */
const leaveLimit = 1_000

/**
 * Joins the group of a topic. Partitions that are added to the topic are shared out within some seconds: the member that
 * leads the group sees them in the metadata that it asks for anyway, and joins again.
 */
export async function joinGroup(
  profile: Profile,
  { group, topic, signal }: { group: string; topic: string; signal: AbortSignal },
): Promise<GroupMember> {
  const client = new Consumer({
    ...connectionOf(profile),
    groupId: group,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_000,
    rebalanceTimeout: 10_000,
    metadataMaxAge: 2_000,
    // Joining takes as long as the group waits for a member that died.
    timeout: 15_000,
    // A group that changes asks again; a member that starts over instead is one more change.
    retries: 5,
    retryDelay: 200,
  })
  let lost: Error | undefined
  let shared: number | undefined
  let isLeader = false
  let assignment: Assignment = { partitions: new Set(), member: { id: '', generation: 0 } }
  const partitionsNow = () => client.currentMetadata?.topics.get(topic)?.partitionsCount
  // The client reports a lost membership by events alone.
  client.on('error', (error) => {
    lost = error
  })
  client.on('consumer:heartbeat:error', ({ error }) => {
    lost = error ?? new Error('The group did not answer.')
  })
  client.on('consumer:group:join', (joined) => {
    lost = undefined
    isLeader = joined.isLeader === true
    const ofTopic = joined.assignments?.find((one) => one.topic === topic)
    // Both of one moment: the client has the next generation before it has its partitions.
    assignment = {
      partitions: new Set(ofTopic?.partitions),
      member: { id: joined.memberId, generation: joined.generationId ?? 0 },
    }
    shared = partitionsNow()
  })
  client.on('consumer:heartbeat:end', () => {
    if (!isLeader || partitionsNow() === shared) return
    client.joinGroup().catch((error: Error) => {
      lost = error
    })
  })
  try {
    const { brokers, topics } = await client.metadata({ topics: [topic] })
    await checkAdvertised(profile, brokers.values())
    const found = topics.get(topic)
    if (found === undefined) throw new KafkaFailure('topic-missing', `The topic ${topic} does not exist.`)
    client.topics.trackAll(topic)
    // A stop does not wait for the others of the group.
    await Promise.race([client.joinGroup(), aborted(signal)])
    return {
      partitions: found.partitionsCount,
      assigned() {
        if (lost !== undefined && !client.isActive()) throw lost
        return assignment
      },
      leave: () => leave(client),
    }
  } catch (error) {
    await leave(client)
    throw error
  }
}

/**
 * Leaves the group and closes the client. `close` alone lets a join that is under way end in a member that nobody
 * reads for and that beats on for ever; `leaveGroup` ends that at once, though its answer comes after that of the join.
 */
async function leave(client: Consumer): Promise<void> {
  for (const step of [() => client.leaveGroup(true), () => client.close(true)]) {
    const done = Promise.resolve(step()).catch(() => {})
    await Promise.race([done, sleep(leaveLimit, undefined, { ref: false })])
  }
}
