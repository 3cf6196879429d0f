import type { ReplayRequest } from '@mapping-designer/shared-types'
import type { EventRunner } from '../code/event-runner.ts'
import { guardProducing } from '../deliver/guard-producing.ts'
import type { RateLimit } from '../deliver/rate.ts'
import { ApiProblem } from '../http/api-problem.ts'
import type { Cluster, Clusters } from '../produce/clusters.ts'
import { destinationOf } from '../produce/plan-request.ts'
import { openReplay } from './open-replay.ts'
import { pruneJournals } from './prune-journals.ts'
import type { Replay } from './replay.ts'
import { guardIdentity, identityOf, type ReplayIdentity } from './replay-identity.ts'
import { type FileJournal, fileJournal } from './replay-journal.ts'

export interface Replays {
  /** Opens a replay of a caller or takes it up again. Throws a 409 where the id is of another replay. */
  open(request: ReplayRequest, caller: string): Promise<Replay>
  /** For whoever wants to look. */
  get(id: string): Replay
  /** For whoever feeds, pauses or ends it: throws a 403 for all but the caller that opened it. */
  of(id: string, caller: string): Replay
  /** Lets a replay go on; on production the name of its own profile is asked for. */
  resume(id: string, caller: string, confirm: string | undefined): Promise<Replay>
  /** Failures of a replay as JSON Lines. */
  failures(id: string): AsyncIterable<Buffer | string>
  close(): Promise<void>
}

/** Replays that one caller may have open. */
const maxOpen = 20
/** ms after which a replay that nobody feeds or watches is let go; it can be taken up again under its id. */
const idleFor = 15 * 60_000
const lookEvery = 60_000
const pruneEvery = 60 * 60_000

interface Entry {
  replay: Replay
  journal: FileJournal
  cluster: Cluster
  identity: ReplayIdentity
  /** Calls under way and watchers. */
  users: number
  /** ms since 1970 */
  lastUsed: number
}

/** `folder` keeps the journal of each replay. */
export function createReplays(parts: {
  clusters: Clusters
  runner: EventRunner
  rate: RateLimit
  clock: () => number
  folder: string
}): Replays {
  const { clusters, runner, rate, clock, folder } = parts
  const entries = new Map<string, Entry>()
  /** Replays that are being opened, with who opens them. */
  const opening = new Map<string, { caller: string; done: Promise<unknown> }>()

  const letGo = async (id: string) => {
    const entry = entries.get(id)
    entries.delete(id)
    await entry?.replay.close()
  }
  const letIdleGo = () => {
    for (const [id, { users, lastUsed }] of entries) {
      // A connection that cannot be closed is no concern of whoever asks for another replay.
      if (users === 0 && clock() - lastUsed >= idleFor) letGo(id).catch(() => {})
    }
  }
  const prune = () => pruneJournals(folder, clock()).catch(() => {})
  const timers = [setInterval(letIdleGo, lookEvery), setInterval(prune, pruneEvery)]
  for (const timer of timers) timer.unref()
  void prune()

  const entryOf = (id: string): Entry => {
    letIdleGo()
    const found = entries.get(id)
    if (found === undefined) {
      throw new ApiProblem(404, {
        code: 'replay-missing',
        message: 'The bridge knows no replay of this id.',
        hint: 'Open it again under the same id: it goes on where it came to.',
      })
    }
    found.lastUsed = clock()
    return found
  }
  const ownEntry = (id: string, caller: string): Entry => {
    const entry = entryOf(id)
    if (entry.identity.caller === caller) return entry
    throw new ApiProblem(403, { code: 'replay-of-another', message: `The replay ${id} belongs to another caller.` })
  }

  /** Throws a 429 where a caller has too many, the one that is being opened among them. */
  const makeRoom = async (caller: string) => {
    letIdleGo()
    const own = [...entries].filter(([, { identity }]) => identity.caller === caller)
    const beingOpened = [...opening.values()].filter((one) => one.caller === caller).length
    const ended = own.filter(([, { replay }]) => ['done', 'cancelled'].includes(replay.state().status))
    const tooMany = own.length + beingOpened - maxOpen
    if (tooMany > ended.length) {
      throw new ApiProblem(429, {
        code: 'too-many-replays',
        message: `${caller} has ${maxOpen} replays open already.`,
        hint: 'End one of them; one that nobody feeds is let go after a quarter of an hour.',
      })
    }
    for (const [id] of ended.slice(0, Math.max(0, tooMany))) await letGo(id)
  }

  const openNow = async (request: ReplayRequest, caller: string): Promise<Replay> => {
    const { id, position, total } = request
    const cluster = clusters.open(request.profile)
    const destination = destinationOf({ ...request, events: [] })
    const identity = identityOf(cluster.profile.name, destination, caller)
    const known = entries.get(id)
    if (known !== undefined) guardIdentity(id, known.identity, identity, known.replay.state().accepted)
    guardProducing(cluster.profile, request.confirm)
    if (known !== undefined && position === undefined) {
      known.lastUsed = clock()
      await known.replay.resume()
      return known.replay
    }
    await letGo(id)
    await makeRoom(caller)
    const journal = fileJournal(folder, id)
    const shared = { cluster, destination, runner, rate, clock, now: request.now ?? clock() }
    const replay = await openReplay({ ...shared, id, caller, total, position, file: journal })
    const use = { users: 0, lastUsed: clock() }
    const entry = Object.assign(use, { replay: withUsers(replay, use, clock), journal, cluster, identity })
    entries.set(id, entry)
    return entry.replay
  }

  return {
    async open(request, caller) {
      const { id } = request
      // Two that open one replay at once would shut each other out.
      while (opening.has(id)) await opening.get(id)?.done
      const work = Promise.resolve().then(() => openNow(request, caller))
      opening.set(id, { caller, done: work.catch(() => {}) })
      try {
        return await work
      } finally {
        opening.delete(id)
      }
    },
    get: (id) => entryOf(id).replay,
    of: (id, caller) => ownEntry(id, caller).replay,
    async resume(id, caller, confirm) {
      const { replay, cluster } = ownEntry(id, caller)
      guardProducing(cluster.profile, confirm)
      await replay.resume()
      return replay
    },
    failures: (id) => entryOf(id).journal.failures(),
    async close() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all([...entries.keys()].map(letGo))
    },
  }
}

/** A replay that counts its calls and watchers. */
function withUsers(replay: Replay, use: Pick<Entry, 'users' | 'lastUsed'>, clock: () => number): Replay {
  const leave = () => {
    use.users--
    use.lastUsed = clock()
  }
  return {
    ...replay,
    async take(...given) {
      use.users++
      try {
        return await replay.take(...given)
      } finally {
        leave()
      }
    },
    watch(listener) {
      use.users++
      const end = replay.watch(listener)
      return () => {
        end()
        leave()
      }
    },
  }
}
