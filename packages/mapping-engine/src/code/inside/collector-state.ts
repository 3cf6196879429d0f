import { decodeValue, encodeValue } from '../wire-value.ts'
import { lack, noteLacking } from './lacking.ts'

/**
 * An object of which some members are not given exactly: each of these, and a look at all members, is named when a
 * function touches it.
 */
export function partlyGiven(name: string, given: object, others: readonly string[]): object {
  const isAbsent = (key: PropertyKey): key is string =>
    typeof key === 'string' && others.includes(key) && !Object.hasOwn(given, key)
  return new Proxy(given, {
    get: (target, key) => (isAbsent(key) ? lack(`${name}.${key}`) : Reflect.get(target, key)),
    has: (target, key) => isAbsent(key) || Reflect.has(target, key),
    set: (target, key, value) => (isAbsent(key) ? lack(`${name}.${key}`) : Reflect.set(target, key, value)),
    getOwnPropertyDescriptor: (target, key) =>
      isAbsent(key) ? lack(`${name}.${key}`) : Reflect.getOwnPropertyDescriptor(target, key),
    ownKeys: () => lack(`The list of what ${name} holds`),
  })
}

/** What a collector has beside its state, in the versions that are known. */
const members = [
  'push command on hooks queue destinations sources transformers stores status session elb logger count trace timing',
  'round pending allowed config observers stateVersion cellVersion delivery cascade hasShutdown seenEvents name release',
]
  .join(' ')
  .split(' ')

let stateText = ''
const state: Record<string, unknown> = {}

/** The collector as functions see it. */
export const collector = partlyGiven('collector', state, members)

export function startCollector(text: string): void {
  const { consent = {}, globals = {}, user = {}, custom = {} } = decodeValue(text) as Record<string, unknown>
  stateText = encodeValue({ consent, globals, user, custom })
  restore()
}

/** Names a change of the collector, which would reach all that comes after it, and takes it back. */
export function guardCollector(): void {
  if (encodeValue(state) === stateText) return
  restore()
  noteLacking('A change of the collector')
}

function restore(): void {
  for (const key of Object.keys(state)) delete state[key]
  Object.assign(state, decodeValue(stateText))
}
