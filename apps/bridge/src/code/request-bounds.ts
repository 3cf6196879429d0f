import { jsonSize } from '@mapping-designer/mapping-engine'
import { ApiProblem } from '../operation/api-problem.ts'

/** What the evaluation for one request may cost. */
export interface RequestBounds {
  /** Callers take turns, and have a share of the memory each. */
  caller: string
  /** Aborts when the caller has left. */
  signal?: AbortSignal | undefined
}

const mebibyte = 2 ** 20

/** Characters of what comes of one request. */
const maxAnswer = 16 * mebibyte
/** Characters of all requests of a caller that are being evaluated, with what came of them so far. */
const maxOfCaller = 64 * mebibyte
/** What a request takes beside its events. */
const overhead = 10_000
/** ms that the events of one request may be evaluated; waiting does not count. */
const maxTime = 10_000

/** Counts what one request costs; throws an ApiProblem at what is too much. */
export interface RequestMeter {
  /** 413 where the whole answer is too large, 429 where all answers to the caller are. */
  add(size: () => number): void
  /** Characters after which nothing more is evaluated. */
  room(): number
  /** ms of evaluation that are left. */
  timeLeft(): number
  spend(ms: number): void
  end(): void
}

/** Meters for requests; without bounds, as on a command line, nothing is too much. */
export function createMeters(): (given: unknown, bounds: RequestBounds | undefined) => RequestMeter {
  const held = new Map<string, number>()
  return (given, bounds) => {
    if (bounds === undefined) return unmetered
    const { caller } = bounds
    let mine = 0
    let answer = 0
    let spent = 0
    const hold = (size: number) => {
      mine += size
      held.set(caller, (held.get(caller) ?? 0) + size)
    }
    const end = () => {
      const others = (held.get(caller) ?? 0) - mine
      mine = 0
      if (others > 0) held.set(caller, others)
      else held.delete(caller)
    }
    const size = jsonSize(given) + overhead
    if ((held.get(caller) ?? 0) + size > maxOfCaller) throw tooMuchAtOnce()
    hold(size)
    return {
      add(size) {
        const more = size()
        answer += more
        hold(more)
        if (answer > maxAnswer) throw tooLarge()
        if ((held.get(caller) ?? 0) > maxOfCaller) throw tooMuchAtOnce()
      },
      room: () => maxAnswer - answer + 1,
      timeLeft: () => maxTime - spent,
      spend(ms) {
        spent += ms
      },
      end,
    }
  }
}

export const unmetered: RequestMeter = {
  add() {},
  room: () => Number.POSITIVE_INFINITY,
  timeLeft: () => Number.POSITIVE_INFINITY,
  spend() {},
  end() {},
}

function tooLarge(): ApiProblem {
  return new ApiProblem(413, {
    code: 'answer-too-large',
    message: `What comes of these events is larger than ${maxAnswer / mebibyte} MiB; nothing was sent.`,
    hint: 'Send fewer events at once.',
  })
}

function tooMuchAtOnce(): ApiProblem {
  return new ApiProblem(429, {
    code: 'too-much-at-once',
    message: `The requests of this caller that are being evaluated are larger than ${maxOfCaller / mebibyte} MiB together.`,
    hint: 'Wait for an answer before the next request.',
  })
}
