import type { ReplayRequest } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import type { RateLimit } from '../deliver/rate.ts'
import { ApiProblem } from '../operation/api-problem.ts'
import type { Clusters } from '../produce/clusters.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { openReplay } from './open-replay.ts'
import { createOpenReplays, type OpenReplay } from './open-replays.ts'
import { pruneJournals } from './prune-journals.ts'
import type { Replay } from './replay.ts'
import { guardIdentity, identityOf } from './replay-identity.ts'
import { fileJournal } from './replay-journal.ts'

export interface Replays {
  /** Opens a replay of a caller or takes it up again. Throws a 409 where the id is of another replay. */
  open(request: ReplayRequest, caller: string): Promise<Replay>
  /** For readers. */
  get(id: string): Replay
  /** To feed, pause or end it: throws a 403 for all but the caller that opened it. */
  of(id: string, caller: string): Replay
  /** Lets a replay go on; on production the name of its own profile is asked for. */
  resume(id: string, caller: string, confirm: string | undefined): Promise<Replay>
  /** Failures of a replay as JSON Lines. */
  failures(id: string): AsyncIterable<Buffer | string>
  close(): Promise<void>
}

const lookEvery = 60_000
const pruneEvery = 60 * 60_000

/** `folder` keeps the journal of each replay. */
export function createReplays(parts: {
  clusters: Clusters
  runner: EventRunner
  rate: RateLimit
  clock: () => number
  folder: string
}): Replays {
  const { clusters, runner, rate, clock, folder } = parts
  const openReplays = createOpenReplays(clock)
  const openings = createOpenings()
  const prune = () => pruneJournals(folder, clock()).catch(() => {})
  const timers = [setInterval(openReplays.letIdleGo, lookEvery), setInterval(prune, pruneEvery)]
  for (const timer of timers) timer.unref()
  void prune()

  const ofCaller = (id: string, caller: string): OpenReplay => {
    const entry = openReplays.get(id)
    if (entry.identity.caller === caller) return entry
    throw new ApiProblem(403, { code: 'replay-of-another', message: `The replay ${id} belongs to another caller.` })
  }

  const openNow = async (request: ReplayRequest, caller: string): Promise<Replay> => {
    const { id, position, total } = request
    const cluster = clusters.open(request.profile)
    const destination = destinationOf({ ...request, events: [] })
    const identity = identityOf(cluster.profile.name, destination, caller)
    const known = openReplays.find(id)
    if (known !== undefined) guardIdentity(id, known.identity, identity, known.replay.state().accepted)
    guardProducing(cluster.profile, request.confirm)
    if (known !== undefined && position === undefined) {
      known.lastUsed = clock()
      await known.replay.resume()
      return known.replay
    }
    await openReplays.letGo(id)
    await openReplays.makeRoom(caller, openings.count(caller))
    const journal = fileJournal(folder, id)
    const shared = { cluster, destination, runner, rate, clock, now: request.now ?? clock() }
    const replay = await openReplay({ ...shared, id, caller, total, position, file: journal })
    return openReplays.add(id, { replay, journal, cluster, identity })
  }

  return {
    open: (request, caller) => openings.run(request.id, caller, () => openNow(request, caller)),
    get: (id) => openReplays.get(id).replay,
    of: (id, caller) => ofCaller(id, caller).replay,
    async resume(id, caller, confirm) {
      const { replay, cluster } = ofCaller(id, caller)
      guardProducing(cluster.profile, confirm)
      await replay.resume()
      return replay
    },
    failures: (id) => openReplays.get(id).journal.failures(),
    async close() {
      for (const timer of timers) clearInterval(timer)
      await openReplays.letAllGo()
    },
  }
}

/** Replays that are being opened: two that open one replay at once would shut each other out. */
function createOpenings() {
  const opening = new Map<string, { caller: string; done: Promise<unknown> }>()
  return {
    count: (caller: string) => [...opening.values()].filter((one) => one.caller === caller).length,
    async run(id: string, caller: string, open: () => Promise<Replay>): Promise<Replay> {
      while (opening.has(id)) await opening.get(id)?.done
      const work = Promise.resolve().then(open)
      opening.set(id, { caller, done: work.catch(() => {}) })
      try {
        return await work
      } finally {
        opening.delete(id)
      }
    },
  }
}
