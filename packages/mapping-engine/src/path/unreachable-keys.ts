import { isPlainObject } from './is-plain-object.ts'

/**
 * The keys that lead to what a path seems to name, where walkerOS cannot follow the path: it splits at every dot, and one of the keys
 * has a dot in it. Undefined where no such member is there.
 */
export function unreachableKeys(value: unknown, path: string): string[] | undefined {
  const keys = keysTo(value, path)
  return keys?.some((key) => key.includes('.')) ? keys : undefined
}

function keysTo(value: unknown, path: string): string[] | undefined {
  if (!isPlainObject(value) && !Array.isArray(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (key === path) return [key]
    const rest = path.startsWith(`${key}.`) ? keysTo(inner, path.slice(key.length + 1)) : undefined
    if (rest !== undefined) return [key, ...rest]
  }
  return undefined
}

/** A function for a mapping that reads what no path reaches, as a flow file has it. */
export function functionFor(keys: readonly string[]): string {
  const steps = keys.map((key) => (/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `.[${JSON.stringify(key)}]`))
  return `$code:(event) => event${steps.map((step, at) => (at === 0 ? step.replace(/^\.\[/, '[') : `?${step}`)).join('')}`
}

/** Why a path does not reach a member, and what does, to stand behind a sentence; empty where this is not the cause. */
export function whyUnreachable(event: unknown, path: string): string {
  const keys = unreachableKeys(event, path)
  if (keys === undefined) return ''
  const dotted = keys.find((key) => key.includes('.'))
  return ` The name \`${dotted}\` has a dot in it, which no path can have; a map reaches it with { "fn": ${JSON.stringify(functionFor(keys))} }.`
}
