import { setTimeout as sleep } from 'node:timers/promises'
import { explainError } from '../kafka/explain-error.ts'
import { type GroupMember, joinGroup } from '../kafka/group-member.ts'
import type { Member } from '../kafka/stable-positions.ts'
import { keepTrying } from './keep-trying.ts'
import type { MapPartition, RunPlan, RunReport } from './run-options.ts'

/** ms in which a stop waits for transactions that are under way; those that are not through by then never count. */
const stopLimit = 8_000

type Membership = Pick<RunPlan & RunReport, 'profile' | 'group' | 'from' | 'onTrouble'> & {
  /** Called when the worker becomes a member of its group, and when it is none any more. */
  onMember?: ((isMember: boolean) => void) | undefined
}

/**
 * Maps the events of a topic and produces what they make, exactly once, until the signal. The consumer group only
 * shares out the partitions: where to go on is read from the log by the writer of each partition, after it has shut
 * out the writers that this partition had before, so that neither a crash nor a late worker loses or doubles anything.
 */
export async function runWorker(
  { profile, group, from: topic, onTrouble: report, onMember = () => {} }: Membership,
  mapPartition: MapPartition,
  signal: AbortSignal,
): Promise<void> {
  let knownPartitions: number | undefined
  await keepTrying(
    async (onWell) => {
      const member = await joinGroup(profile, { group, topic, signal })
      onWell()
      knownPartitions ??= member.partitions
      onMember(true)
      await mapAssigned(mapPartition, member, knownPartitions, signal).finally(() => onMember(false))
    },
    {
      signal,
      report,
      sentenceOf(error) {
        const { message, hint } = explainError(error, profile.brokers)
        return [message, hint].filter(Boolean).join(' ')
      },
    },
  )
}

/** Maps the partitions that the group gives to this member until the signal or a lost membership. */
async function mapAssigned(
  mapPartition: MapPartition,
  group: GroupMember,
  knownPartitions: number,
  signal: AbortSignal,
): Promise<void> {
  const running = new Map<number, { stop: AbortController; done: Promise<void>; member: Member }>()
  const start = (partition: number, member: Member) => {
    const stop = new AbortController()
    const input = { partition, isAdded: partition >= knownPartitions, member }
    const done = mapPartition(input, stop.signal).finally(() => running.delete(partition))
    running.set(partition, { stop, done, member })
  }
  try {
    while (!signal.aborted) {
      const { partitions, member } = group.assigned()
      // The group takes no position of an earlier membership, so what goes on with a new one begins again.
      for (const { stop, member: then } of running.values()) if (then !== member) stop.abort()
      for (const partition of partitions) if (!running.has(partition)) start(partition, member)
      await sleep(100, undefined, { signal }).catch(() => {})
    }
  } finally {
    for (const { stop } of running.values()) stop.abort()
    const done = Promise.all([...running.values()].map((one) => one.done))
    await Promise.race([done, sleep(stopLimit, undefined, { ref: false })])
    await group.leave()
  }
}
