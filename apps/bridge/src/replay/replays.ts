import type { FlowDestination } from '@mapping-designer/mapping-engine'
import type { ReplayRequest, TopicSummary } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import { mayProduceTo, type Profile } from '../config/profile.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import type { RateLimit } from '../deliver/rate.ts'
import { ApiProblem } from '../http/api-problem.ts'
import { exactWriter } from '../kafka/exact-writer.ts'
import type { Clusters } from '../produce/clusters.ts'
import { destinationOf, kafkaSettingsOf } from '../produce/plan-request.ts'
import { createReplay, type Replay } from './replay.ts'
import { type FileJournal, fileJournal } from './replay-journal.ts'

export interface Replays {
  /** Opens a replay or takes one up again. */
  open(request: ReplayRequest): Promise<Replay>
  get(id: string): Replay
  /** Failures of a replay as JSON Lines. */
  failures(id: string): AsyncIterable<Buffer | string>
  close(): Promise<void>
}

const mostOpen = 20

/** `folder` keeps the journal of each replay. */
export function createReplays(parts: {
  clusters: Clusters
  runner: EventRunner
  rate: RateLimit
  clock: () => number
  folder: string
}): Replays {
  const { clusters, runner, rate, clock, folder } = parts
  const replays = new Map<string, Replay & { journal: FileJournal }>()

  const get = (id: string) => {
    const found = replays.get(id)
    if (found !== undefined) return found
    throw new ApiProblem(404, {
      code: 'replay-missing',
      message: 'The bridge knows no replay of this id.',
      hint: 'Open it again under the same id: it goes on where it came to.',
    })
  }

  return {
    get,
    async open(request) {
      const { profile, kafka, registry } = clusters.open(request.profile)
      guardProducing(profile, request.confirm)
      const destination = destinationOf({ ...request, events: [] })
      const known = replays.get(request.id)
      if (known !== undefined) {
        await known.resume()
        return known
      }
      for (const [id, replay] of replays) {
        if (replays.size < mostOpen) break
        if (['done', 'cancelled'].includes(replay.state().status)) {
          replays.delete(id)
          await replay.close()
        }
      }
      if (replays.size >= mostOpen) {
        throw new ApiProblem(429, { code: 'too-many-replays', message: `There are ${mostOpen} replays already.` })
      }
      const name = `kafka-mapping-designer-${request.id}`
      const topic = countingTopic(destination, profile, await kafka.listTopics())
      const writer = exactWriter(profile, name, { group: name, topic, partition: 0 })
      const journal = fileJournal(folder, request.id)
      const replay = createReplay(request.id, request.total, {
        profile,
        registry,
        destination,
        runner,
        writer,
        rate,
        clock,
        journal,
        now: request.now ?? clock(),
      })
      await replay.begin()
      replays.set(request.id, { ...replay, journal })
      return replay
    },
    failures: (id) => get(id).journal.failures(),
    async close() {
      await Promise.all([...replays.values()].map((replay) => replay.close()))
    },
  }
}

/**
 * Kafka keeps the position of a replay as the offset of a consumer group, which needs a topic that exists: the one of
 * the settings, or else the first that the profile produces to. Nothing is read from it.
 */
export function countingTopic(destination: FlowDestination, profile: Profile, topics: readonly TopicSummary[]): string {
  const names = topics.map(({ name }) => name).filter((name) => mayProduceTo(profile, name))
  const wanted = kafkaSettingsOf(destination)['topic']
  const chosen = names.find((name) => name === wanted) ?? names[0]
  if (chosen !== undefined) return chosen
  throw new ApiProblem(409, {
    code: 'topic-missing',
    message: `The cluster has no topic that profile ${profile.name} may produce to.`,
    hint: 'Create the topics of the rules first.',
  })
}
