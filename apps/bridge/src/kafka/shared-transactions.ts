import { setImmediate as nextTurn } from 'node:timers/promises'
import { explainError } from './explain-error.ts'
import type { KafkaFailureCode } from './kafka-port.ts'
import { type Clients, fillTransaction, type Part } from './write-transaction.ts'

/** What one writer has for a transaction. */
export interface Share extends Omit<Part, 'place'> {
  clients: Clients
  /** Begins a new epoch after a failure; rejects where the position is no longer the one that the writer knows. */
  reopen(): Promise<Clients>
}

/** Writes in a transaction of its own. */
export async function writeAlone(share: Share): Promise<void> {
  const commit = await fillTransaction(share.clients, [partOf({ share })])
  await commit()
}

interface Waiting {
  share: Share
  resolve(): void
  reject(error: unknown): void
}

/** Records of a transaction; a single share may have more. */
const maxRecords = 20_000

/**
 * Lets writers share transactions: while one is under way, what the others write waits and goes into the next one. So each is
 * committed as soon as the brokers are through with the one before, and the busier they are, the more goes into one.
 *
 * A transaction runs under the id of the first of its writers. Who takes over an input opens a writer under the id of that input,
 * which ends the transactions that run under it; that a writer which has lost its own input, but not that of the first,
 * writes nothing more is up to the membership in its place, which the group checks.
 */
export function sharedTransactions(): (share: Share) => Promise<void> {
  let waiting: Waiting[] = []
  let isAtWork = false
  const work = async () => {
    while (waiting.length > 0) {
      // Who got records at the same time as the first one comes along.
      await nextTurn()
      const together = nextOf(waiting)
      waiting = waiting.filter((one) => !together.includes(one))
      await writeTogether(together)
    }
    isAtWork = false
  }
  return (share) =>
    new Promise((resolve, reject) => {
      waiting.push({ share, resolve, reject })
      if (isAtWork) return
      isAtWork = true
      void work()
    })
}

/** Those that may share a transaction with the first one: the request for their positions names one member. */
function nextOf(waiting: readonly Waiting[]): Waiting[] {
  const [first] = waiting
  const memberOf = (one: Waiting | undefined) => one?.share.clients.place.member
  let room = maxRecords
  return waiting.filter((one) => {
    const isOfMember =
      memberOf(one)?.id === memberOf(first)?.id && memberOf(one)?.generation === memberOf(first)?.generation
    if (!isOfMember || (room < one.share.records.length && one !== first)) return false
    room -= one.share.records.length
    return true
  })
}

/** What one of several shares may be the only one to blame for. */
const ofOne = new Set<KafkaFailureCode>([
  'record-too-large',
  'record-refused',
  'topic-missing',
  'authorization',
  'refused',
])

/** Settles each share; never rejects. */
async function writeTogether(waiting: readonly Waiting[]): Promise<void> {
  const [first] = waiting
  if (first === undefined) return
  const rejectAll = (error: unknown) => {
    for (const { reject } of waiting) reject(error)
  }
  let commit: () => Promise<void>
  try {
    commit = await fillTransaction(first.share.clients, waiting.map(partOf))
  } catch (error) {
    if (waiting.length === 1 || !ofOne.has(explainError(error, []).code)) return rejectAll(error)
    return await eachAlone(first, waiting).catch(rejectAll)
  }
  // Where the end of a transaction fails, it may have been committed or aborted.
  await commit().then(() => {
    for (const { resolve } of waiting) resolve()
  }, rejectAll)
}

/** Shows which of them is to blame, in transactions that are done when the failed one is over. */
async function eachAlone(first: Waiting, waiting: readonly Waiting[]): Promise<void> {
  const reopened = await first.share.reopen()
  for (const one of waiting) {
    const clients = one === first ? reopened : one.share.clients
    await writeAlone({ ...one.share, clients }).then(one.resolve, one.reject)
  }
}

const partOf = ({ share }: Pick<Waiting, 'share'>): Part => ({
  records: share.records,
  position: share.position,
  onFilled: share.onFilled,
  place: share.clients.place,
})
