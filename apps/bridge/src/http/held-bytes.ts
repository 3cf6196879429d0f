import { ApiProblem } from '../operation/api-problem.ts'

/** Bytes of bodies that are in memory at the same time, by the caller whom they come from or go to. */
export interface HeldBytes {
  /** Counts bytes until `release`; throws a 429 where the caller, or all callers together, hold too many. */
  hold(caller: string): { take(bytes: number): void; release(): void }
}

/** `perCaller` and `total` in bytes. */
export function createHeldBytes({ perCaller, total }: { perCaller: number; total: number }): HeldBytes {
  const byCaller = new Map<string, number>()
  let all = 0
  return {
    hold(caller) {
      let mine = 0
      const add = (bytes: number) => {
        mine += bytes
        all += bytes
        const theirs = (byCaller.get(caller) ?? 0) + bytes
        if (theirs === 0) byCaller.delete(caller)
        else byCaller.set(caller, theirs)
        return theirs
      }
      return {
        take(bytes) {
          if (add(bytes) <= perCaller && all <= total) return
          throw new ApiProblem(429, {
            code: 'too-many-bytes',
            message: 'The bridge holds as much for large requests, and for answers that were not read yet, as it can.',
            hint: 'Send the request again when others have been answered.',
          })
        },
        release: () => void add(-mine),
      }
    },
  }
}
