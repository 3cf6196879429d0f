import { isOnlyMap, isPathOrStatic } from '../operators.ts'

/**
 * How many characters a mapping value may add to each item of a list beside what the event holds; 0 for a part of the
 * event. Infinity where it may name one part of the event more than once, or where that is unknown.
 */
export function growthOf(config: unknown): number {
  const item = itemOf(config)
  const paths = pathsOf(item)
  if (paths === null || !areApart(paths)) return Number.POSITIVE_INFINITY
  return isOnlyMap(item) ? JSON.stringify(item).length : 0
}

/** The mapping of an item where the value is a loop over a path and nothing else, else the value. */
function itemOf(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('loop' in config) || Object.keys(config).length > 1)
    return config
  const { loop } = config
  return Array.isArray(loop) && loop.length === 2 && typeof loop[0] === 'string' && loop[0] !== 'this'
    ? loop[1]
    : config
}

/** The paths that a value reads; null where it does more. */
function pathsOf(config: unknown): string[] | null {
  if (typeof config === 'string') return [config]
  if (isOnlyMap(config)) {
    const ofFields = Object.values(config.map).map(pathsOf)
    return ofFields.includes(null) ? null : ofFields.flatMap((paths) => paths ?? [])
  }
  if (!isPathOrStatic(config)) return null
  return typeof config.key === 'string' ? [config.key] : []
}

/** Whether no path leads into what another one reads. */
function areApart(paths: readonly string[]): boolean {
  const known = new Set(paths)
  return (
    known.size === paths.length && paths.every((path) => path !== '' && !path.includes('*') && !isInside(path, known))
  )
}

function isInside(path: string, others: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('.'); end >= 0; end = path.lastIndexOf('.', end - 1)) {
    if (others.has(path.slice(0, end))) return true
    if (end === 0) break
  }
  return false
}
