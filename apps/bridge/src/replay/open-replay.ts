import { type FlowDestination, memberOf } from '@mapping-designer/mapping-engine'
import type { EventRunner } from '../code/event-runner.ts'
import { mayProduceTo } from '../config/profile.ts'
import type { RateLimit } from '../deliver/rate.ts'
import { type ExactWriter, exactWriter } from '../kafka/exact-writer.ts'
import { KafkaFailure } from '../kafka/kafka-port.ts'
import type { Cluster } from '../produce/clusters.ts'
import { createReplay, type Replay } from './replay.ts'
import { guardIdentity, identityOf } from './replay-identity.ts'
import type { FileJournal, ReplayJournal } from './replay-journal.ts'
import { countingTopic, type ReplayStart } from './replay-position.ts'

export interface OpenReplayParts {
  id: string
  caller: string
  cluster: Cluster
  destination: FlowDestination
  runner: EventRunner
  rate: RateLimit
  clock: () => number
  /** ms since 1970 that events without a time get */
  now: number
  total?: number | undefined
  position?: ReplayStart | undefined
  /** Knows what the replay was begun as. */
  file: FileJournal
  /** Told of what is written; the file itself by default. */
  journal?: ReplayJournal
}

/**
 * Opens a replay, or takes it up where it came to. Throws a 409 where it was begun as another one, or where the journal
 * knows of more than the log.
 */
export async function openReplay(parts: OpenReplayParts): Promise<Replay> {
  const { id, caller, cluster, destination, file, total, position, ...rest } = parts
  const identity = identityOf(cluster.profile.name, destination, caller)
  guardIdentity(id, (await file.begunAs()) ?? identity, identity, (await file.range()).least)
  const { profile, registry } = cluster
  const writer = replayWriter(id, cluster, destination)
  const replay = createReplay(id, total, { journal: file, ...rest, profile, registry, destination, writer })
  try {
    await replay.begin(position)
    // One that never began belongs to nobody.
    await file.claim(identity)
    return replay
  } catch (error) {
    await writer.close()
    throw error
  }
}

function replayWriter(id: string, { profile, kafka }: Cluster, destination: FlowDestination): ExactWriter {
  const name = `kafka-mapping-designer-${id}`
  return exactWriter(profile, name, {
    group: name,
    async choose(noted) {
      const topic = countingTopic(noted, {
        existing: (await kafka.listTopics()).map((one) => one.name),
        wanted: memberOf(destination.effective, 'settings', 'kafka', 'topic'),
        mayProduceTo: (one) => mayProduceTo(profile, one),
      })
      if (topic !== undefined) return topic
      const message = `The cluster has no topic that profile ${profile.name} may produce to.`
      throw new KafkaFailure('topic-missing', message, { hint: 'Create the topics of the rules first.' })
    },
  })
}
