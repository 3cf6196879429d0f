import { type Fit, ranked } from './likeness.ts'
import { placesOf } from './places.ts'
import type { Choice, Sureness } from './proposal.ts'
import { inAll, isVaried, isWhole, proven, type Search, textOf } from './search.ts'

/** More alternatives than these are no help. */
const maxChoices = 6

/** Paths that give just what is wanted of every input, best first. */
export function findPaths(search: Search): Choice[] {
  const texts = search.wanted.map(textOf)
  const first = texts.findIndex((text) => text !== undefined)
  const found = placesOf(search.inputs[first]?.value).paths.get(texts[first] ?? '') ?? []
  const fits = found.filter((path) =>
    search.inputs.every(({ value }, at) => placesOf(value).texts.get(path) === texts[at]),
  )
  return proven(search, judged(search, ranked(search, fits)))
}

function judged(search: Search, fits: readonly Fit[]): Choice[] {
  const [best, second] = fits
  if (best === undefined) return []
  const others = fits.slice(1, 4).map(({ path }) => path)
  const rest = others.length === 0 ? '' : `; ${others.join(', ')} ${others.length === 1 ? 'fits' : 'fit'} as well`
  const isSaid = second !== undefined || !isVaried(search) || isMissingShown(search, best.path)
  const unknown = isSaid ? '' : '; what comes where it is missing is not shown'
  return fits.slice(0, maxChoices).map((fit, index) => ({
    value: fit.path,
    sure: index === 0 ? sureOf(search, best, second) : 'doubtful',
    why: `${introduction(search)}equals ${fit.path} ${inAll(search)}${index === 0 ? `${rest}${unknown}` : ''}`,
  }))
}

/** What each event has, because the collector fills it in. */
const alwaysThere = new Set(['name', 'entity', 'action', 'id', 'timestamp', 'timing', 'trigger', 'nested.length'])

/** Whether a field without a value proves that no fallback stands in for the path. */
function isMissingShown(search: Search, path: string): boolean {
  return search.isKey === true || !isWhole(search) || (search.noun === 'pair' && alwaysThere.has(path))
}

function introduction(search: Search): string {
  if (search.inputs.length === 1) return ''
  return isVaried(search) ? '' : 'the value never changes: '
}

/**
 * How sure the best of some paths is. Values that differ are the proof, and a pair without the value that it has no fallback; a like
 * name decides between the others.
 */
export function sureOf(search: Search, best: Fit, second: Fit | undefined): Sureness {
  const isLike = best.like >= 0.5 && best.like - (second?.like ?? 0) >= 0.2
  const wanted = search.wanted.find((one) => one !== undefined)
  if (isVaried(search)) {
    const isDistinctive = typeof wanted !== 'boolean' || best.like >= 0.5
    if (second === undefined && isDistinctive) return isMissingShown(search, best.path) ? 'certain' : 'likely'
    return isLike ? 'likely' : 'doubtful'
  }
  if (isLike) return 'likely'
  const text = String(textOf(wanted))
  return second === undefined && text.length > 6 && isWhole(search) ? 'likely' : 'doubtful'
}
