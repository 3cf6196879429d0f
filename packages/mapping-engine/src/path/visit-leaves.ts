import { isPlainObject } from './is-plain-object.ts'

/** Calls `visit` with each value in a JSON value that holds no others, and its path; items of a list share the path `items[]`. */
export function visitLeaves(value: unknown, path: string, visit: (path: string, value: unknown) => void): void {
  if (Array.isArray(value) && value.length > 0) for (const item of value) visitLeaves(item, `${path}[]`, visit)
  else if (isPlainObject(value) && Object.keys(value).length > 0)
    for (const [name, inner] of Object.entries(value)) visitLeaves(inner, path === '' ? name : `${path}.${name}`, visit)
  else visit(path, value)
}

/** A place in a JSON value as `visitLeaves` names it. */
export function leafPath(place: readonly (string | number)[]): string {
  return place.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[]`
    return path === '' ? step : `${path}.${step}`
  }, '')
}
