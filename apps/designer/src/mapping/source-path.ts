import { type FieldNote, valueAt } from '@mapping-designer/mapping-engine'

/** Path in the whole event that a value was taken from, with the numbers of loop items; null where it is from no path. */
export function sourcePathOf({ source, place, target }: FieldNote, config: unknown): string | null {
  if (source?.kind !== 'path') return null
  const scopes: string[] = []
  let items = 0
  const numbers = target.filter((step) => typeof step === 'number')
  for (const [index, step] of place.entries()) {
    if (step === 'set' && typeof place[index + 1] === 'number') items++
    if (step !== 'loop' || place[index + 1] !== 1) continue
    const scope = valueAt(config, [...place.slice(0, index + 1), 0])
    const number = numbers[items++]
    if (typeof scope !== 'string') return null
    if (scope !== 'this') scopes.push(scope, String(number ?? 0))
  }
  return [...scopes, source.path].join('.')
}
