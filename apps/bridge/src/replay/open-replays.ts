import { ApiProblem } from '../operation/api-problem.ts'
import type { Cluster } from '../produce/clusters.ts'
import type { Replay } from './replay.ts'
import type { ReplayIdentity } from './replay-identity.ts'
import type { FileJournal } from './replay-journal.ts'

/** Replays that one caller may have open. */
const maxOpen = 20
/** ms after which a replay that nobody feeds or watches is let go; it can be taken up again under its id. */
const maxIdle = 15 * 60_000

/** A replay that is open, with who uses it. */
export interface OpenReplay {
  replay: Replay
  journal: FileJournal
  cluster: Cluster
  identity: ReplayIdentity
  /** Calls under way and watchers. */
  users: number
  /** ms since 1970 */
  lastUsed: number
}

type Use = Pick<OpenReplay, 'users' | 'lastUsed'>

/** The replays that are open in this process, by their id. `clock` in ms since 1970. */
export function createOpenReplays(clock: () => number) {
  const entries = new Map<string, OpenReplay>()

  const letGo = async (id: string) => {
    const entry = entries.get(id)
    entries.delete(id)
    await entry?.replay.close()
  }
  const letIdleGo = () => {
    for (const [id, { users, lastUsed }] of entries) {
      // A connection that cannot be closed does not concern the caller that opens another replay.
      if (users === 0 && clock() - lastUsed >= maxIdle) letGo(id).catch(() => {})
    }
  }

  return {
    letGo,
    letIdleGo,
    letAllGo: () => Promise.all([...entries.keys()].map(letGo)),
    find: (id: string) => entries.get(id),
    /** Throws a 404 where there is none of this id. */
    get(id: string): OpenReplay {
      letIdleGo()
      const found = entries.get(id)
      if (found === undefined) throw missing()
      found.lastUsed = clock()
      return found
    },
    add(id: string, { replay, ...rest }: Omit<OpenReplay, keyof Use>): Replay {
      const use: Use = { users: 0, lastUsed: clock() }
      const entry = Object.assign(use, rest, { replay: withUsers(replay, use, clock) })
      entries.set(id, entry)
      return entry.replay
    },
    /** Lets ended replays of a caller go where there are too many, with those that are being opened; throws a 429 where that is not enough. */
    async makeRoom(caller: string, opening: number): Promise<void> {
      letIdleGo()
      const own = [...entries].filter(([, { identity }]) => identity.caller === caller)
      const ended = own.filter(([, { replay }]) => ['done', 'cancelled'].includes(replay.state().status))
      const tooMany = own.length + opening - maxOpen
      if (tooMany > ended.length) throw tooManyOpen(caller)
      for (const [id] of ended.slice(0, Math.max(0, tooMany))) await letGo(id)
    },
  }
}

/** A replay that counts its calls and watchers. */
function withUsers(replay: Replay, use: Use, clock: () => number): Replay {
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

function missing(): ApiProblem {
  return new ApiProblem(404, {
    code: 'replay-missing',
    message: 'The bridge knows no replay of this id.',
    hint: 'Open it again under the same id: it goes on where it came to.',
  })
}

function tooManyOpen(caller: string): ApiProblem {
  return new ApiProblem(429, {
    code: 'too-many-replays',
    message: `${caller} has ${maxOpen} replays open already.`,
    hint: 'End one of them; one that nobody feeds is let go after a quarter of an hour.',
  })
}
